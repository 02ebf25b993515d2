#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "midstance/v1/admin_service.pb.h"
#include "tests/api/errors.h"
#include "tests/api/stage.h"
#include "tests/storage/sqlite_stores.h"
#include "tests/storage/tamper.h"

namespace midstance::testing {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

class AuditTrail : public ::testing::Test {
 protected:
  v1::ListAuditEntriesResponse List(const std::string& filter) {
    v1::ListAuditEntriesRequest request;
    request.set_filter(filter);
    request.set_page_size(500);
    v1::ListAuditEntriesResponse response;
    server_.application().Tick(false);
    // Stands in the writer's queue behind what the tick put there.
    EXPECT_TRUE(
        server_.application()
            .store()
            .Write("harbour",
                   [](const storage::Reader& reader) { return storage::Writer(reader).Take(); })
            .ok());
    const Result result = server_.Call("/midstance.v1.AdminService/ListAuditEntries", request,
                                       &response, {.token = auditor()});
    EXPECT_TRUE(result.ok()) << result.status.error_message();
    return response;
  }
  v1::VerifyAuditTrailResponse Verify() {
    v1::VerifyAuditTrailResponse response;
    const Result result =
        server_.Call("/midstance.v1.AdminService/VerifyAuditTrail", v1::VerifyAuditTrailRequest(),
                     &response, {.token = auditor()});
    EXPECT_TRUE(result.ok()) << result.status.error_message();
    return response;
  }
  const std::string& auditor() { return server_.Staff("odd", options::v1::ROLE_AUDITOR); }

  storage::testing::TemporaryFolder folder_;
  const std::string file_ = folder_.File("clinic.db");
  TestServer server_{ServerOptions{.uri = "sqlite:" + file_}};
  Stage stage_{server_};
};

TEST_F(AuditTrail, TellsWhoRecordedAndReadAPatientsCheckInAndNothingThatItHeld) {
  const auto check_in = stage_.NewCheckIn();
  v1::GetCheckInRequest get;
  get.set_name(check_in.name());
  ASSERT_TRUE(
      server_
          .Call("/midstance.v1.CheckInService/GetCheckIn", get, nullptr, {.token = stage_.anna()})
          .ok());
  const std::string patient = check_in.name().substr(0, check_in.name().find("/cases/"));
  const auto found = List("patient = " + patient + " AND action:check_in.");
  ASSERT_EQ(found.audit_entries_size(), 2);
  for (const auto& entry : found.audit_entries()) {
    EXPECT_EQ(entry.actor(), server_.UserNameOf("anna"));
    EXPECT_EQ(entry.credential(), v1::AuditEntry::CREDENTIAL_SESSION);
    EXPECT_THAT(entry.resources(), Contains(check_in.name()));
    EXPECT_EQ(entry.outcome(), "OK");
  }
  // The newest first: what was read was judged by no rule, what was recorded was.
  EXPECT_EQ(found.audit_entries(0).action(), "check_in.get");
  EXPECT_EQ(found.audit_entries(0).rule_set_digest(), "");
  EXPECT_EQ(found.audit_entries(1).action(), "check_in.record");
  EXPECT_EQ(found.audit_entries(1).rule_set_digest().size(), 64U);
  for (const auto secret : {kCanary, kCanaryBirthDate, kCanaryOnset, kCanaryPhone, kPassword}) {
    EXPECT_THAT(List("").SerializeAsString(), Not(HasSubstr(std::string(secret))));
  }
}

TEST_F(AuditTrail, TellsWhoListedIt) {
  List("");
  const auto found = List("action = audit.list");
  ASSERT_GE(found.audit_entries_size(), 1);
  EXPECT_EQ(found.audit_entries(0).actor(), server_.UserNameOf("odd"));
}

TEST_F(AuditTrail, HoldsNothingThatARefusedCallerPutInPlaceOfAName) {
  v1::GetPatientRequest get;
  get.set_name("patients/canary Amelie Dubois");
  EXPECT_TRUE(Refused(server_.Call("/midstance.v1.PatientService/GetPatient", get, nullptr,
                                   {.token = stage_.anna()}),
                      v1::ERROR_REASON_OUT_OF_SCOPE));
  const auto found = List("outcome = OUT_OF_SCOPE");
  ASSERT_EQ(found.audit_entries_size(), 1);
  EXPECT_EQ(found.audit_entries(0).resources_size(), 0);
}

TEST_F(AuditTrail, VerifyNamesTheEntryThatSomebodyChangedInTheFile) {
  stage_.NewCheckIn();
  const auto whole = Verify();
  EXPECT_EQ(whole.first_broken(), "");
  EXPECT_GT(whole.verified_count(), 5);
  EXPECT_EQ(whole.last_verified(), "auditEntries/" + std::to_string(whole.verified_count()));

  storage::testing::ChangeRecord(file_, 4);
  const auto broken = Verify();
  EXPECT_EQ(broken.first_broken(), "auditEntries/4");
  EXPECT_EQ(broken.verified_count(), 3);
  EXPECT_EQ(broken.last_verified(), "auditEntries/3");
  EXPECT_EQ(broken.next_page_token(), "");
}

TEST_F(AuditTrail, VerifyNamesTheEntryThatSomebodyRemovedFromTheFile) {
  stage_.NewCheckIn();
  storage::testing::RemoveEntry(file_, 4);
  EXPECT_EQ(Verify().first_broken(), "auditEntries/4");
  EXPECT_THAT(List("").SerializeAsString(), Not(HasSubstr("auditEntries/4\x12")));
}

}  // namespace
}  // namespace midstance::testing

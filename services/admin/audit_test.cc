#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "midstance/v1/admin_service.pb.h"
#include "services/admin/audit_entries.h"
#include "services/admin/verbs.h"
#include "services/rpc/verb_testing.h"

namespace midstance::admin {
namespace {

using options::v1::ROLE_AUDITOR;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class Audit : public ::testing::Test {
 protected:
  // An entry as a call of `actor` leaves it, one minute after the one before.
  void Note(const std::string& actor, const std::string& action,
            const std::vector<std::string>& resources, const std::string& outcome = "OK",
            const std::string& clinic = std::string(rpc::VerbTester::kClinic)) {
    tester_.now += std::chrono::minutes{1};
    storage::v1::AuditRecord record;
    *record.mutable_time() = TimestampOf(tester_.now);
    record.set_actor(actor);
    record.set_action(action);
    record.set_outcome(outcome);
    for (const auto& resource : resources) record.add_resources(resource);
    Put(record.SerializeAsString(), clinic);
  }
  void Put(const std::string& record,
           const std::string& clinic = std::string(rpc::VerbTester::kClinic)) {
    const auto wrote = tester_.store().Write(
        clinic, [&](const storage::Reader& reader) -> absl::StatusOr<storage::WriteUnit> {
          storage::Writer writer(reader);
          storage::WriteUnit unit = writer.Take();
          unit.journal.set_record(record);
          return unit;
        });
    ASSERT_TRUE(wrote.ok()) << wrote.status();
  }
  static v1::ListAuditEntriesRequest Where(const std::string& filter) {
    v1::ListAuditEntriesRequest request;
    request.set_filter(filter);
    return request;
  }
  auto List(const v1::ListAuditEntriesRequest& request) {
    return tester_.Run(ListAuditEntries{tester_.sealer()}, auditor_, request);
  }
  // Numbers of the entries that are found.
  std::vector<std::string> Found(const v1::ListAuditEntriesRequest& request) {
    const auto page = List(request);
    EXPECT_TRUE(page.ok()) << page.status();
    std::vector<std::string> found;
    if (!page.ok()) return found;
    for (const auto& entry : page->audit_entries())
      found.push_back(entry.name().substr(std::string("auditEntries/").size()));
    return found;
  }

  rpc::VerbTester tester_;
  rpc::Principal auditor_ = rpc::VerbTester::Staff("odd", {ROLE_AUDITOR});
};

TEST_F(Audit, AnEntryTellsWhoDidWhatToWhichResourceAndHowItEnded) {
  Note("patients/p/cases/c/checkInLinks/l", "check_in.record",
       {"patients/p/cases/c/checkIns/i", "patients/p/cases/c/escalations/e"});
  Note("users/kim", "check_in.list", {"patients/q"}, "OUT_OF_SCOPE");
  Note("", "session.sign_in", {"sessions/" + std::string(64, 'a')});
  const auto page = List({});
  ASSERT_TRUE(page.ok()) << page.status();
  ASSERT_THAT(page->audit_entries(), SizeIs(3));
  const auto& sign_in = page->audit_entries(0);
  EXPECT_EQ(sign_in.credential(), v1::AuditEntry::CREDENTIAL_NONE);
  EXPECT_THAT(sign_in.resources(), ElementsAre("sessions/aaaaaaaa"));
  const auto& refused = page->audit_entries(1);
  EXPECT_EQ(refused.name(), "auditEntries/2");
  EXPECT_EQ(refused.actor(), "users/kim");
  EXPECT_EQ(refused.credential(), v1::AuditEntry::CREDENTIAL_SESSION);
  EXPECT_EQ(refused.action(), "check_in.list");
  EXPECT_EQ(refused.outcome(), "OUT_OF_SCOPE");
  const auto& by_link = page->audit_entries(2);
  EXPECT_EQ(by_link.credential(), v1::AuditEntry::CREDENTIAL_CHECK_IN_LINK);
  EXPECT_EQ(by_link.outcome(), "OK");
  EXPECT_THAT(by_link.resources(),
              ElementsAre("patients/p/cases/c/checkIns/i", "patients/p/cases/c/escalations/e"));
}

TEST_F(Audit, AnAnswerByAReplyLinkIsToldFromACheckInByAPatient) {
  storage::v1::AuditRecord record;
  record.set_actor("patients/p/cases/c/referrals/r");
  record.add_roles(options::v1::ROLE_REPLY_LINK);
  record.add_resources("replyTokens/" + std::string(64, 'a'));
  storage::v1::JournalEntry entry;
  entry.set_record(record.SerializeAsString());
  const auto shown = EntryOf(entry);
  EXPECT_EQ(shown.credential(), v1::AuditEntry::CREDENTIAL_REPLY_LINK);
  EXPECT_THAT(shown.resources(), ElementsAre("replyTokens/aaaaaaaa"));
}

TEST_F(Audit, TheNewestComeFirstUnlessTheOldestAreAskedFor) {
  for (const char* action : {"a.a", "a.b", "a.c"}) Note("users/kim", action, {});
  EXPECT_THAT(Found({}), ElementsAre("3", "2", "1"));
  v1::ListAuditEntriesRequest oldest;
  oldest.set_order_by("name");
  EXPECT_THAT(Found(oldest), ElementsAre("1", "2", "3"));
  oldest.set_order_by("actor");
  EXPECT_EQ(ReasonOf(List(oldest).status()), v1::ERROR_REASON_ORDER_INVALID);
}

TEST_F(Audit, PagesTogetherAreTheWholeTrailInBothDirections) {
  for (int i = 0; i < 1207; ++i) Note("users/kim", "patient.get", {});
  for (const char* order : {"name", "name desc"}) {
    v1::ListAuditEntriesRequest request;
    request.set_order_by(order);
    request.set_page_size(500);
    std::vector<std::string> all;
    do {
      const auto page = List(request);
      ASSERT_TRUE(page.ok()) << page.status();
      for (const auto& entry : page->audit_entries()) all.push_back(entry.name());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    ASSERT_THAT(all, SizeIs(1207)) << order;
    if (std::string(order) != "name") std::reverse(all.begin(), all.end());
    for (int i = 0; i < 1207; ++i)
      ASSERT_EQ(all[static_cast<std::size_t>(i)], "auditEntries/" + std::to_string(i + 1));
  }
}

TEST_F(Audit, AFilterThatFindsLittleEndsItsPageEarlyAndGoesOn) {
  Note("users/eve", "patient.get", {"patients/p"});
  for (int i = 0; i < 1100; ++i) Put("x");
  const ListAuditEntries in_steps{tester_.sealer(), 1000};
  auto request = Where("actor = users/eve");
  const auto first = tester_.Run(in_steps, auditor_, request);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_THAT(first->audit_entries(), IsEmpty());
  ASSERT_NE(first->next_page_token(), "");
  request.set_page_token(first->next_page_token());
  const auto second = tester_.Run(in_steps, auditor_, request);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_THAT(second->audit_entries(), SizeIs(1));
  EXPECT_EQ(second->next_page_token(), "");
}

TEST_F(Audit, EntriesAreFoundByTimeActorActionOutcomeResourceAndPatient) {
  Note("users/kim", "patient.get", {"patients/p"});                      // 1, 09:01
  Note("users/kim", "patient.get", {"patients/pia"}, "OUT_OF_SCOPE");    // 2, 09:02
  Note("patients/p/cases/c/checkInLinks/l", "check_in.get_form", {});    // 3, 09:03
  Note("users/lee", "case.list", {"patients/-", "patients/p/cases/c"});  // 4, 09:04
  EXPECT_THAT(Found(Where("actor = users/kim")), ElementsAre("2", "1"));
  EXPECT_THAT(Found(Where("action != patient.get")), ElementsAre("4", "3"));
  EXPECT_THAT(Found(Where("outcome = OUT_OF_SCOPE OR actor:patients/")), ElementsAre("3", "2"));
  EXPECT_THAT(Found(Where("patient = patients/p")), ElementsAre("4", "3", "1"));
  EXPECT_THAT(Found(Where("resources = patients/p")), ElementsAre("1"));
  EXPECT_THAT(Found(Where("resources:patients/p/cases/")), ElementsAre("4"));
  EXPECT_THAT(Found(Where("NOT resources:*")), ElementsAre("3"));
  EXPECT_THAT(Found(Where(R"(create_time > "2025-03-01T09:01:00Z" AND
                             create_time <= "2025-03-01T09:03:00Z")")),
              ElementsAre("3", "2"));
  EXPECT_EQ(ReasonOf(List(Where("note = secret")).status()), v1::ERROR_REASON_FILTER_INVALID);
}

TEST_F(Audit, AnotherClinicsTrailIsNeitherListedNorVerified) {
  Note("users/kim", "patient.get", {"patients/p"});
  Note("users/far", "patient.get", {"patients/far"}, "OK", "hillside");
  Note("users/far", "patient.get", {"patients/far"}, "OK", "hillside");
  EXPECT_THAT(Found({}), ElementsAre("1"));
  const auto verdict =
      tester_.Run(VerifyAuditTrail{tester_.sealer()}, auditor_, v1::VerifyAuditTrailRequest());
  ASSERT_TRUE(verdict.ok()) << verdict.status();
  EXPECT_EQ(verdict->verified_count(), 1);
}

TEST_F(Audit, AnEntryWhoseRecordCannotBeReadIsListedByItsName) {
  Put("\xff\xff\xff");
  const auto page = List({});
  ASSERT_TRUE(page.ok()) << page.status();
  ASSERT_THAT(page->audit_entries(), SizeIs(1));
  EXPECT_EQ(page->audit_entries(0).name(), "auditEntries/1");
  EXPECT_EQ(page->audit_entries(0).credential(), v1::AuditEntry::CREDENTIAL_UNSPECIFIED);
}

TEST_F(Audit, ALongTrailIsVerifiedInStepsThatGoOnFromEachOther) {
  for (int i = 0; i < 1700; ++i) Put("x");
  const VerifyAuditTrail verify{tester_.sealer(), 1000};
  v1::VerifyAuditTrailRequest request;
  const auto first = tester_.Run(verify, auditor_, request);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->verified_count(), 1000);
  EXPECT_EQ(first->first_broken(), "");
  request.set_page_token(first->next_page_token());
  const auto second = tester_.Run(verify, auditor_, request);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->verified_count(), 1700);
  EXPECT_EQ(second->last_verified(), "auditEntries/1700");
  EXPECT_EQ(second->first_broken(), "");
  EXPECT_EQ(second->next_page_token(), "");
}

TEST_F(Audit, AVerificationGoesOnOnlyFromATokenOfItsOwn) {
  Note("users/kim", "patient.get", {});
  v1::VerifyAuditTrailRequest request;
  request.set_page_token("forged");
  EXPECT_EQ(ReasonOf(tester_.Run(VerifyAuditTrail{tester_.sealer()}, auditor_, request).status()),
            v1::ERROR_REASON_PAGE_TOKEN_INVALID);
}

}  // namespace
}  // namespace midstance::admin

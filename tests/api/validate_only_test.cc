#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/api/errors.h"
#include "tests/api/every_rpc.h"

namespace midstance::testing {
namespace {

constexpr char kTryToRecord[] = "/midstance.v1.CheckInService/RecordCheckIn";

// A record that is to be checked and answered, and not kept.
class ValidateOnly : public EveryRpc {
 protected:
  v1::RecordCheckInRequest AboutACase(bool validate_only = true) {
    v1::RecordCheckInRequest request;
    request.set_parent(case_.name());
    *request.mutable_check_in() = Stage::FlaggedCheckIn();
    request.mutable_check_in()->set_note("canary");
    request.set_request_id(server_.RequestId());
    request.set_validate_only(validate_only);
    return request;
  }
  Result Record(const v1::RecordCheckInRequest& request, v1::RecordCheckInResponse* answer) {
    return server_.Call(kTryToRecord, request, answer, {.token = stage_.anna()});
  }
  // Ids are new in each call.
  static std::string WithoutIds(const v1::RecordCheckInResponse& answer) {
    std::string text = answer.DebugString();
    for (const std::string_view collection : {"/checkIns/", "/escalations/"}) {
      for (auto at = text.find(collection); at != std::string::npos;
           at = text.find(collection, at)) {
        at += collection.size();
        const auto end = text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-", at);
        text.replace(at, end - at, "ID");
      }
    }
    return text;
  }

  const v1::Case case_ = stage_.NewCase();
};

TEST_F(ValidateOnly, IsKnownToFewMethods) {
  std::vector<std::string> methods;
  for (const auto& policy : stage_.policies().all()) {
    if (policy.request().FindFieldByName("validate_only") != nullptr)
      methods.push_back(policy.path);
  }
  EXPECT_THAT(methods, ::testing::UnorderedElementsAre(
                           kTryToRecord, "/midstance.v1.PatientService/CreatePatient",
                           "/midstance.v1.PatientService/MergePatients",
                           "/midstance.v1.RuleSetService/CreateRuleSetRevision"));
}

TEST_F(ValidateOnly, AnswersAsRecordingDoesAndKeepsNothing) {
  const std::int64_t before = LastChange();
  auto request = AboutACase();
  v1::RecordCheckInResponse tried;
  ASSERT_TRUE(Record(request, &tried).ok());
  v1::RecordCheckInResponse tried_again;
  ASSERT_TRUE(Record(request, &tried_again).ok());
  EXPECT_EQ(LastChange(), before);
  EXPECT_EQ(tried.escalations_size(), 1);

  request.set_validate_only(false);
  v1::RecordCheckInResponse recorded;
  const Result result = Record(request, &recorded);
  ASSERT_TRUE(result.ok()) << result.status.error_message();
  EXPECT_GT(LastChange(), before);
  EXPECT_EQ(WithoutIds(tried), WithoutIds(recorded));
  EXPECT_EQ(WithoutIds(tried), WithoutIds(tried_again));
  ExpectDiscreetLog();
}

TEST_F(ValidateOnly, LeavesTheRequestIdToTheRecordThatFollows) {
  auto request = AboutACase();
  ASSERT_TRUE(Record(request, nullptr).ok());
  request.set_validate_only(false);
  v1::RecordCheckInResponse recorded;
  ASSERT_TRUE(Record(request, &recorded).ok());
  const std::int64_t after = LastChange();
  v1::RecordCheckInResponse repeated;
  ASSERT_TRUE(Record(request, &repeated).ok());
  EXPECT_EQ(recorded.DebugString(), repeated.DebugString());
  EXPECT_EQ(LastChange(), after);
  v1::ListCheckInsRequest list;
  list.set_parent(case_.name());
  v1::ListCheckInsResponse kept;
  ASSERT_TRUE(
      server_
          .Call("/midstance.v1.CheckInService/ListCheckIns", list, &kept, {.token = stage_.anna()})
          .ok());
  ASSERT_EQ(kept.check_ins_size(), 1);
  EXPECT_EQ(kept.check_ins(0).name(), recorded.check_in().name());
}

TEST_F(ValidateOnly, RefusesAsRecordingDoes) {
  const v1::Case ended = stage_.DischargedCase();
  const std::vector<std::function<void(v1::RecordCheckInRequest&)>> wrongs = {
      [](auto& request) { request.clear_check_in(); },
      [](auto& request) { request.set_request_id("1"); },
      [](auto& request) { request.set_parent("patients/not-there/cases/c"); },
      [&](auto& request) { request.set_parent(ended.name()); },
      [&](auto& request) { request.set_parent(case_.name() + "x"); },
      [](auto& request) {
        auto& first = *request.mutable_check_in()->mutable_reports(0);
        first.mutable_observations(0)->set_number(-1);
        first.mutable_site()->clear_side();
      },
      [](auto& request) {
        *request.mutable_check_in()->add_reports() = request.check_in().reports(0);
      },
  };
  const std::int64_t before = LastChange();
  for (std::size_t i = 0; i < wrongs.size(); ++i) {
    SCOPED_TRACE(i);
    auto request = AboutACase();
    wrongs[i](request);
    const Result tried = Record(request, nullptr);
    request.set_validate_only(false);
    const Result refused = Record(request, nullptr);
    EXPECT_FALSE(refused.ok());
    EXPECT_EQ(tried.reason, refused.reason);
    EXPECT_EQ(tried.status.error_code(), refused.status.error_code());
    EXPECT_EQ(tried.status.error_message(), refused.status.error_message());
    EXPECT_EQ(tried.status.error_details(), refused.status.error_details());
  }
  EXPECT_EQ(LastChange(), before);
  ExpectDiscreetLog();
}

TEST_F(ValidateOnly, RegistersNobodyAndRefusesWhoIsThere) {
  constexpr char kCreate[] = "/midstance.v1.PatientService/CreatePatient";
  v1::CreatePatientRequest request;
  request.set_patient_id("tried");
  request.mutable_patient()->set_given_name("Mila");
  request.mutable_patient()->set_family_name("Zhou");
  request.mutable_patient()->set_birth_date("1990-04-12");
  request.mutable_patient()->add_identifiers()->set_system("insurance");
  request.mutable_patient()->mutable_identifiers(0)->set_value("TK 12");
  request.set_request_id(server_.RequestId());
  request.set_validate_only(true);
  const std::int64_t before = LastChange();
  for (int i = 0; i < 2; ++i) {
    v1::Patient tried;
    const Result result = server_.Call(kCreate, request, &tried, {.token = stage_.anna()});
    ASSERT_TRUE(result.ok()) << result.status.error_message();
    EXPECT_EQ(tried.name(), "patients/tried");
  }
  EXPECT_EQ(LastChange(), before);

  v1::CreatePatientRequest kept = request;
  kept.set_validate_only(false);
  ASSERT_TRUE(server_.Call(kCreate, kept, nullptr, {.token = stage_.anna()}).ok());
  request.set_request_id(server_.RequestId());
  kept.set_request_id(server_.RequestId());
  for (const char* id : {"tried", "other"}) {
    SCOPED_TRACE(id);
    request.set_patient_id(id);
    kept.set_patient_id(id);
    const Result tried = server_.Call(kCreate, request, nullptr, {.token = stage_.anna()});
    const Result refused = server_.Call(kCreate, kept, nullptr, {.token = stage_.anna()});
    EXPECT_EQ(tried.reason, "RESOURCE_EXISTS");
    EXPECT_EQ(tried.status.error_message(), refused.status.error_message());
    EXPECT_EQ(tried.status.error_details(), refused.status.error_details());
  }
}

}  // namespace
}  // namespace midstance::testing

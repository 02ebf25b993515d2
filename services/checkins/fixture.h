#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <utility>

#include "midstance/v1/check_in_service.pb.h"
#include "midstance/v1/escalation.pb.h"
#include "midstance/v1/patient.pb.h"
#include "services/checkins/verbs.h"
#include "services/rpc/verb_testing.h"
#include "services/rules/testing.h"

// For the tests of this folder: one patient, one case, one therapist, and what they report.
namespace midstance::checkins {

inline constexpr char kCase[] = "patients/p/cases/c";
inline constexpr std::chrono::days kDay{1};

inline v1::RecordCheckInRequest OnKnee(const std::string& code, double number) {
  v1::RecordCheckInRequest request;
  request.set_parent(kCase);
  auto& report = *request.mutable_check_in()->add_reports();
  report.mutable_site()->set_area(v1::AREA_KNEE);
  report.mutable_site()->set_side(v1::SIDE_LEFT);
  auto& observation = *report.add_observations();
  observation.set_code(code);
  observation.set_number(number);
  return request;
}

inline void Add(v1::RecordCheckInRequest& request, const std::string& code, v1::Answer answer) {
  auto& observation = *request.mutable_check_in()->mutable_reports(0)->add_observations();
  observation.set_code(code);
  observation.set_answer(answer);
}

inline v1::RecordCheckInRequest Hot() {
  auto request = OnKnee("swelling", 1);
  Add(request, "warmth", v1::ANSWER_PRESENT);
  Add(request, "redness", v1::ANSWER_PRESENT);
  return request;
}

inline v1::RecordCheckInRequest Swollen() {
  auto request = OnKnee("swelling", 1);
  auto& settles = *request.mutable_check_in()->mutable_reports(0)->add_observations();
  settles.set_code("swelling_settles");
  settles.set_choice("no");
  return request;
}

class CheckIns : public ::testing::Test {
 protected:
  CheckIns() {
    v1::Patient patient;
    patient.set_name("patients/p");
    patient.set_family_name("Zhou");
    patient.add_care_team(anna_.name);
    tester_.Put(patient);
    v1::Case a_case;
    a_case.set_name(kCase);
    a_case.set_title("Left knee");
    a_case.set_state(v1::Case::STATE_OPEN);
    a_case.add_sites()->set_area(v1::AREA_KNEE);
    a_case.mutable_sites(0)->set_side(v1::SIDE_LEFT);
    tester_.Put(a_case);
  }

  v1::RecordCheckInResponse Record(const v1::RecordCheckInRequest& request) {
    const auto recorded = tester_.Run(RecordCheckIn{engines_}, anna_, request);
    EXPECT_TRUE(recorded.ok()) << recorded.status();
    return recorded.ok() ? *recorded : v1::RecordCheckInResponse();
  }
  v1::CheckIn Stored(const v1::CheckIn& check_in) {
    return *tester_.Find<v1::CheckIn>(check_in.name());
  }
  v1::RecordCheckInResponse Retract(const v1::CheckIn& check_in) {
    v1::RetractCheckInRequest request;
    request.set_name(check_in.name());
    request.set_etag(check_in.etag());
    request.set_reason("entered for another patient");
    const auto retracted = tester_.Run(RetractCheckIn{engines_}, anna_, request);
    EXPECT_TRUE(retracted.ok()) << retracted.status();
    return *retracted;
  }
  v1::RecordCheckInResponse Amend(const v1::CheckIn& check_in, v1::CheckIn content) {
    v1::AmendCheckInRequest request;
    request.set_name(check_in.name());
    request.set_etag(check_in.etag());
    request.set_reason("typing error");
    *request.mutable_check_in() = std::move(content);
    const auto amended = tester_.Run(AmendCheckIn{engines_}, anna_, request);
    EXPECT_TRUE(amended.ok()) << amended.status();
    return *amended;
  }
  v1::RecordCheckInRequest Observed(v1::RecordCheckInRequest request, Instant at) {
    *request.mutable_check_in()->mutable_occurred_time() = TimestampOf(at);
    return request;
  }
  void Resolve(const std::string& name) {
    auto escalation = *tester_.Find<v1::Escalation>(name);
    escalation.set_state(v1::Escalation::STATE_RESOLVED);
    *escalation.mutable_resolution()->mutable_resolve_time() = TimestampOf(tester_.now);
    ASSERT_TRUE(
        tester_.Write([&](storage::Writer& w) { return w.Update(escalation, tester_.now); }).ok());
  }
  void SetState(v1::Case::State state) {
    auto a_case = *tester_.Find<v1::Case>(kCase);
    a_case.set_state(state);
    ASSERT_TRUE(
        tester_.Write([&](storage::Writer& writer) { return writer.Update(a_case, tester_.now); })
            .ok());
  }

  cases::Engines engines_{rules::CoreInUtc()};
  const cases::RuleEngine& engine_ = *engines_.shipped();
  rpc::VerbTester tester_;
  rpc::Principal anna_ = tester_.AddUser("anna", {options::v1::ROLE_CLINICIAN});
  rpc::Principal link_ = rpc::VerbTester::Link(kCase);
};

}  // namespace midstance::checkins

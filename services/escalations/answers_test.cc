#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "midstance/v1/case.pb.h"
#include "midstance/v1/escalation_service.pb.h"
#include "midstance/v1/follow_up.pb.h"
#include "midstance/v1/patient.pb.h"
#include "services/escalations/verbs.h"
#include "services/rpc/verb_testing.h"

namespace midstance::escalations {
namespace {

using std::chrono::days;
using ::testing::IsEmpty;
using v1::Escalation;

constexpr char kAnsweredCase[] = "patients/p/cases/c";

// The first field that a refusal names; "ok" where there is none.
std::string RefusedField(const absl::Status& status) {
  if (status.ok()) return "ok";
  const auto wrong = BadRequestOf(status);
  if (!wrong.has_value() || wrong->field_violations().empty()) return "no field";
  return wrong->field_violations(0).field();
}

// Anna and ben are on the care team, carl is not, lea is a lead; root manages the server.
class Answers : public ::testing::Test {
 protected:
  Answers() {
    v1::Patient patient;
    patient.set_name("patients/p");
    for (const char* member : {"users/anna", "users/ben", "users/root", "users/gone"}) {
      patient.add_care_team(member);
    }
    tester_.Put(patient);
    v1::Case a_case;
    a_case.set_name(kAnsweredCase);
    a_case.set_state(v1::Case::STATE_ASSESSED);
    case_ = tester_.Put(a_case);
    tester_.AddUser("ben", {options::v1::ROLE_CLINICIAN});
    tester_.AddUser("carl", {options::v1::ROLE_CLINICIAN});
    tester_.AddUser("lea", {options::v1::ROLE_LEAD_CLINICIAN});
    tester_.AddUser("root", {options::v1::ROLE_ADMIN});
    tester_.AddUser("gone", {options::v1::ROLE_CLINICIAN});
    auto gone = *tester_.Find<v1::User>("users/gone");
    gone.set_disabled(true);
    EXPECT_TRUE(tester_.Write([&](auto& w) { return w.Update(gone, tester_.now); }).ok());
  }
  Escalation Put(rules::v1::Urgency urgency) {
    Escalation escalation;
    const std::string id = "e" + std::to_string(++last_);
    escalation.set_name(std::string(kAnsweredCase) + "/escalations/" + id);
    escalation.set_state(Escalation::STATE_OPEN);
    escalation.set_urgency(urgency);
    escalation.set_family(id);
    escalation.set_title("Hot swollen joint");
    *escalation.mutable_raised_time() = TimestampOf(tester_.now);
    return tester_.Put(escalation);
  }
  absl::StatusOr<Escalation> Acknowledge(const Escalation& escalation, Escalation::FirstStep step,
                                         const std::string& to = {}) {
    v1::AcknowledgeEscalationRequest request;
    request.set_name(escalation.name());
    request.set_etag(escalation.etag());
    request.set_first_step(step);
    request.set_hand_over_to(to);
    return tester_.Run(AcknowledgeEscalation, anna_, request);
  }
  v1::ResolveEscalationRequest Ending(const Escalation& escalation, Escalation::Outcome outcome) {
    v1::ResolveEscalationRequest request;
    request.set_name(escalation.name());
    request.set_etag(escalation.etag());
    request.set_outcome(outcome);
    request.set_reason("sat on it all day");
    if (outcome == Escalation::OUTCOME_WRONG_ALARM) {
      request.set_override_reason(Escalation::OVERRIDE_REASON_EXPLAINED);
    }
    return request;
  }
  absl::StatusOr<Escalation> Resolve(const v1::ResolveEscalationRequest& request) {
    return tester_.Run(ResolveEscalation{calendar_}, anna_, request);
  }
  std::string RefusedBy(v1::ResolveEscalationRequest request, Duration look_again) {
    *request.mutable_look_again_time() = TimestampOf(tester_.now + look_again);
    return RefusedField(Resolve(request).status());
  }

  const schedule::ClinicCalendar calendar_ = schedule::ClinicCalendar::Utc();
  rpc::VerbTester tester_;
  rpc::Principal anna_ = tester_.AddUser("anna", {options::v1::ROLE_CLINICIAN});
  v1::Case case_;
  int last_ = 0;
};

TEST_F(Answers, WhatIsDoneFirstFitsTheUrgency) {
  const struct {
    rules::v1::Urgency urgency;
    std::vector<Escalation::FirstStep> refused;
  } kRows[] = {
      {rules::v1::EMERGENCY,
       {Escalation::FIRST_STEP_UNSPECIFIED, Escalation::FIRST_STEP_DRAFT_REFERRAL,
        Escalation::FIRST_STEP_NEXT_CONTACT}},
      {rules::v1::URGENT, {Escalation::FIRST_STEP_NEXT_CONTACT}},
      {rules::v1::SOON, {}},
      {rules::v1::WATCH, {}},
  };
  for (const auto& row : kRows) {
    for (int number = Escalation::FirstStep_MIN; number <= Escalation::FirstStep_MAX; ++number) {
      const auto step = static_cast<Escalation::FirstStep>(number);
      SCOPED_TRACE(rules::v1::Urgency_Name(row.urgency) + " " + Escalation::FirstStep_Name(step));
      const bool hands_over = step == Escalation::FIRST_STEP_HAND_OVER;
      const auto open = Put(row.urgency);
      const auto done = Acknowledge(open, step, hands_over ? "users/ben" : "");
      const bool refused =
          std::find(row.refused.begin(), row.refused.end(), step) != row.refused.end();
      EXPECT_EQ(RefusedField(done.status()), refused ? "first_step" : "ok");
      if (!done.ok()) continue;
      EXPECT_EQ(done->first_step(), step);
      EXPECT_EQ(done->state(),
                hands_over ? Escalation::STATE_OPEN : Escalation::STATE_ACKNOWLEDGED);
    }
  }
}

TEST_F(Answers, WhatIsHandedOverStaysOpenAndSaysToWhom) {
  const auto open = Put(rules::v1::EMERGENCY);
  const auto handed = Acknowledge(open, Escalation::FIRST_STEP_HAND_OVER, "users/ben");
  ASSERT_TRUE(handed.ok()) << handed.status();
  EXPECT_EQ(handed->responsible(), "users/ben");
  EXPECT_FALSE(handed->has_acknowledged_time());
  EXPECT_THAT(handed->acknowledged_by(), IsEmpty());
  const auto& event = *handed->history().rbegin();
  EXPECT_EQ(event.kind(), Escalation::Event::KIND_HANDED_OVER);
  EXPECT_EQ(event.actor(), anna_.name);
  EXPECT_EQ(event.told(), "users/ben");
  const auto taken = Acknowledge(*handed, Escalation::FIRST_STEP_PHONE_PATIENT);
  ASSERT_TRUE(taken.ok()) << taken.status();
  EXPECT_EQ(taken->state(), Escalation::STATE_ACKNOWLEDGED);
}

TEST_F(Answers, OnlyAClinicianWhoSeesThePatientTakesItOver) {
  const auto open = Put(rules::v1::URGENT);
  for (const char* who : {"", "users/anna", "users/carl", "users/root", "users/gone", "users/x"}) {
    const auto refused = Acknowledge(open, Escalation::FIRST_STEP_HAND_OVER, who);
    EXPECT_EQ(RefusedField(refused.status()), "hand_over_to") << who;
  }
  EXPECT_EQ(
      RefusedField(Acknowledge(open, Escalation::FIRST_STEP_PHONE_PATIENT, "users/ben").status()),
      "hand_over_to");
  EXPECT_TRUE(Acknowledge(open, Escalation::FIRST_STEP_HAND_OVER, "users/lea").ok());
}

TEST_F(Answers, AWrongAlarmSaysWhyItWasNone) {
  const auto open = Put(rules::v1::SOON);
  auto wrong = Ending(open, Escalation::OUTCOME_WRONG_ALARM);
  wrong.clear_override_reason();
  EXPECT_EQ(RefusedField(Resolve(wrong).status()), "override_reason");
  wrong.set_override_reason(Escalation::OVERRIDE_REASON_OTHER);
  wrong.set_reason("nine char");
  EXPECT_EQ(RefusedField(Resolve(wrong).status()), "reason");
  wrong.set_reason("ten letter");
  const auto resolved = Resolve(wrong);
  ASSERT_TRUE(resolved.ok()) << resolved.status();
  EXPECT_EQ(resolved->resolution().override_reason(), Escalation::OVERRIDE_REASON_OTHER);
  EXPECT_THAT(resolved->resolution().follow_up(), IsEmpty());
  for (const auto outcome :
       {Escalation::OUTCOME_REFERRED, Escalation::OUTCOME_TREATED_ON, Escalation::OUTCOME_OTHER}) {
    auto other = Ending(Put(rules::v1::SOON), outcome);
    other.set_override_reason(Escalation::OVERRIDE_REASON_DUPLICATE);
    EXPECT_EQ(RefusedField(Resolve(other).status()), "override_reason");
  }
}

TEST_F(Answers, WhatWasUrgentAndGoesToNoDoctorIsLookedAtAgain) {
  for (int number = rules::v1::WATCH; number <= rules::v1::EMERGENCY; ++number) {
    const auto urgency = static_cast<rules::v1::Urgency>(number);
    for (const auto outcome : {Escalation::OUTCOME_REFERRED, Escalation::OUTCOME_TREATED_ON,
                               Escalation::OUTCOME_WRONG_ALARM, Escalation::OUTCOME_OTHER}) {
      SCOPED_TRACE(rules::v1::Urgency_Name(urgency) + " " + Escalation::Outcome_Name(outcome));
      const bool needed =
          urgency >= rules::v1::URGENT &&
          (outcome == Escalation::OUTCOME_TREATED_ON || outcome == Escalation::OUTCOME_WRONG_ALARM);
      const auto done = Resolve(Ending(Put(urgency), outcome));
      EXPECT_EQ(RefusedField(done.status()), needed ? "look_again_time" : "ok");
    }
  }
}

TEST_F(Answers, LookingAgainIsAFollowUpOfWhoResolvedIt) {
  const auto open = Put(rules::v1::URGENT);
  auto request = Ending(open, Escalation::OUTCOME_WRONG_ALARM);
  *request.mutable_look_again_time() = TimestampOf(tester_.now + days{7});
  const auto resolved = Resolve(request);
  ASSERT_TRUE(resolved.ok()) << resolved.status();
  const auto planned = tester_.Find<v1::FollowUp>(resolved->resolution().follow_up());
  ASSERT_TRUE(planned.ok()) << planned.status();
  EXPECT_EQ(planned->kind(), v1::FollowUp::KIND_CALL);
  EXPECT_EQ(planned->title(), "Look again: Hot swollen joint");
  EXPECT_EQ(planned->state(), v1::FollowUp::STATE_SCHEDULED);
  EXPECT_EQ(planned->assignee(), anna_.name);
  EXPECT_EQ(planned->escalation(), open.name());
  EXPECT_EQ(InstantOf(planned->due_time()), tester_.now + days{7});
}

TEST_F(Answers, LookingAgainIsSoonEnough) {
  const auto urgent = Ending(Put(rules::v1::URGENT), Escalation::OUTCOME_TREATED_ON);
  EXPECT_EQ(RefusedBy(urgent, Duration{0}), "look_again_time");
  EXPECT_EQ(RefusedBy(urgent, days{14} + Duration{1}), "look_again_time");
  EXPECT_EQ(RefusedBy(urgent, days{14}), "ok");
  const auto soon = Ending(Put(rules::v1::SOON), Escalation::OUTCOME_TREATED_ON);
  EXPECT_EQ(RefusedBy(soon, days{42} + Duration{1}), "look_again_time");
  EXPECT_EQ(RefusedBy(soon, days{42}), "ok");
}

TEST_F(Answers, OfAnEndedCaseNothingIsPlanned) {
  case_.set_state(v1::Case::STATE_DISCHARGED);
  ASSERT_TRUE(tester_.Write([&](auto& w) { return w.Update(case_, tester_.now); }).ok());
  auto request = Ending(Put(rules::v1::EMERGENCY), Escalation::OUTCOME_TREATED_ON);
  *request.mutable_look_again_time() = TimestampOf(tester_.now + days{1});
  EXPECT_EQ(ReasonOf(Resolve(request).status()), v1::ERROR_REASON_STATE_FORBIDS);
  request.clear_look_again_time();
  const auto resolved = Resolve(request);
  ASSERT_TRUE(resolved.ok()) << resolved.status();
  EXPECT_THAT(resolved->resolution().follow_up(), IsEmpty());
}

}  // namespace
}  // namespace midstance::escalations

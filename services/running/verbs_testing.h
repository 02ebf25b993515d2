#pragma once

#include <gtest/gtest.h>

#include <string>

#include "midstance/v1/assessment.pb.h"
#include "midstance/v1/case.pb.h"
#include "midstance/v1/escalation.pb.h"
#include "midstance/v1/patient.pb.h"
#include "midstance/v1/running_service.pb.h"
#include "services/rpc/verb_testing.h"
#include "services/running/running_testing.h"
#include "services/running/verbs.h"

// For the tests of this folder that call its verbs: one patient, one case, one therapist.
namespace midstance::running {

class RunningVerbs : public ::testing::Test {
 protected:
  RunningVerbs() {
    tester_.now = At(1, 6);
    v1::Patient patient;
    patient.set_name("patients/p");
    patient.add_care_team("users/anna");
    tester_.Put(patient);
    v1::Case of;
    of.set_name(kCase);
    of.set_state(v1::Case::STATE_OPEN);
    of.add_sites()->set_area(v1::AREA_HIP);
    of.mutable_sites(0)->set_side(v1::SIDE_LEFT);
    of_ = tester_.Put(of);
  }

  // Stored as if it had been entered at its own time of entry.
  void Tell(const Telling& telling) {
    const Instant before = tester_.now;
    tester_.now = InstantOf(telling.check_in().create_time());
    tester_.Put(telling.check_in());
    tester_.now = before;
  }
  void Assess() {
    v1::Assessment assessment;
    assessment.set_name(std::string(kCase) + "/assessments/a");
    assessment.set_state(v1::RECORD_STATE_ACTIVE);
    tester_.Put(assessment);
  }
  v1::Escalation Raise(const std::string& rule, rules::v1::Urgency urgency) {
    v1::Escalation escalation;
    escalation.set_name(std::string(kCase) + "/escalations/e");
    escalation.set_state(v1::Escalation::STATE_OPEN);
    escalation.set_urgency(urgency);
    escalation.set_family(rule);
    escalation.set_title("A flag");
    *escalation.mutable_raised_time() = TimestampOf(tester_.now);
    return tester_.Put(escalation);
  }
  v1::StartRunningPlanRequest StartRequest(
      v1::RunningPlan::PainRule rule = v1::RunningPlan::PAIN_RULE_UNSPECIFIED) const {
    v1::StartRunningPlanRequest request;
    request.set_parent(kCase);
    request.mutable_running_plan()->set_pain_rule(rule);
    request.mutable_running_plan()->set_start_date("2025-03-01");
    request.set_entry_reason("she has run before");
    return request;
  }
  absl::StatusOr<v1::RunningPlan> Start(const v1::StartRunningPlanRequest& request) {
    return tester_.Run(StartRunningPlan{table_, calendar_}, anna_, request);
  }
  v1::RunningPlan Started(v1::RunningPlan::PainRule rule = v1::RunningPlan::PAIN_RULE_UNSPECIFIED) {
    const auto plan = Start(StartRequest(rule));
    EXPECT_TRUE(plan.ok()) << plan.status();
    return *plan;
  }
  v1::ProposeRunningStageResponse Proposed(const v1::RunningPlan& plan) {
    v1::ProposeRunningStageRequest request;
    request.set_name(plan.name());
    const auto proposed = tester_.Run(ProposeRunningStage{table_, calendar_}, anna_, request);
    EXPECT_TRUE(proposed.ok()) << proposed.status();
    return *proposed;
  }
  absl::StatusOr<v1::RunningPlan> DecideOn(const v1::RunningPlan& plan, v1::StageMove move,
                                           const std::string& reason = "") {
    v1::DecideRunningStageRequest request;
    request.set_name(plan.name());
    request.set_etag(plan.etag());
    request.set_move(move);
    request.set_reason(reason);
    return tester_.Run(DecideRunningStage{table_, calendar_}, anna_, request);
  }
  absl::StatusOr<v1::RunningPlan> SetRule(const v1::RunningPlan& plan,
                                          v1::RunningPlan::PainRule rule) {
    v1::SetPainRuleRequest request;
    request.set_name(plan.name());
    request.set_etag(plan.etag());
    request.set_pain_rule(rule);
    request.set_reason("agreed");
    return tester_.Run(SetPainRule{calendar_}, anna_, request);
  }
  absl::StatusOr<v1::RunningPlan> End(const v1::RunningPlan& plan, bool completed) {
    v1::EndRunningPlanRequest request;
    request.set_name(plan.name());
    request.set_etag(plan.etag());
    request.set_completed(completed);
    request.set_reason("runs again");
    return tester_.Run(EndRunningPlan, anna_, request);
  }
  void TellTwoGoodSessions(int stage) {
    Tell(Morning("m1", 1));
    Tell(GoodRun("r1", 1, stage));
    Tell(Morning("m2", 2));
    Tell(GoodRun("r3", 3, stage));
    Tell(Morning("m4", 4));
  }

  schedule::ClinicCalendar calendar_ = schedule::ClinicCalendar::Utc();
  rpc::VerbTester tester_;
  const Table& table_ = TestTable();
  rpc::Principal anna_ = tester_.AddUser("anna", {options::v1::ROLE_CLINICIAN});
  v1::Case of_;
};

}  // namespace midstance::running

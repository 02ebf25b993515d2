#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "midstance/v1/assessment.pb.h"
#include "midstance/v1/case.pb.h"
#include "midstance/v1/escalation.pb.h"
#include "midstance/v1/patient.pb.h"
#include "midstance/v1/running_service.pb.h"
#include "services/rpc/verb_testing.h"
#include "services/running/running_testing.h"
#include "services/running/verbs.h"

namespace midstance::running {
namespace {

using options::v1::ROLE_CLINICIAN;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Rule = v1::RunningPlan;

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
      Rule::PainRule rule = Rule::PAIN_RULE_UNSPECIFIED) const {
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
  v1::RunningPlan Started(Rule::PainRule rule = Rule::PAIN_RULE_UNSPECIFIED) {
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
  absl::StatusOr<v1::RunningPlan> SetRule(const v1::RunningPlan& plan, Rule::PainRule rule) {
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
  rpc::Principal anna_ = tester_.AddUser("anna", {ROLE_CLINICIAN});
  v1::Case of_;
};

TEST_F(RunningVerbs, ListTheStagesPageByPage) {
  v1::ListRunningStagesRequest request;
  request.set_page_size(6);
  const auto first = tester_.Run(ListRunningStages{table_, tester_.sealer()}, anna_, request);
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_THAT(first->stages(), SizeIs(6));
  EXPECT_EQ(first->stages(5).stage(), 5);
  EXPECT_THAT(first->table().limits(), SizeIs(30));
  request.set_page_token(first->next_page_token());
  const auto second = tester_.Run(ListRunningStages{table_, tester_.sealer()}, anna_, request);
  ASSERT_THAT(second->stages(), SizeIs(5));
  EXPECT_EQ(second->stages(0).stage(), 6);
  EXPECT_EQ(second->next_page_token(), "");
}

TEST_F(RunningVerbs, StartAtStageZeroWithTheRuleThatAnyPainStops) {
  const auto plan = Started();
  EXPECT_EQ(plan.state(), Rule::STATE_ACTIVE);
  EXPECT_EQ(plan.stage(), 0);
  EXPECT_EQ(plan.pain_rule(), Rule::PAIN_RULE_ANY_PAIN_STOPS);
  EXPECT_EQ(plan.entry_reason(), "she has run before");
  EXPECT_THAT(plan.entry(), SizeIs(6));
}

TEST_F(RunningVerbs, StartWithoutAReasonOnlyWhenEveryConditionIsMet) {
  auto request = StartRequest();
  request.clear_entry_reason();
  EXPECT_EQ(ReasonOf(Start(request).status()), v1::ERROR_REASON_FIELD_INVALID);
  for (int day = 1; day <= 3; ++day) {
    Tell(Telling("w" + std::to_string(day), day).Ran(0).Number("run_nprs", 1));
    Tell(Morning("m" + std::to_string(day), day + 1));
  }
  tester_.now = At(5);
  request.mutable_tests()->set_single_leg_squats(12);
  request.mutable_tests()->set_single_leg_stance_seconds(30);
  request.mutable_tests()->set_hops(10);
  v1::CheckRunningEntryRequest check;
  check.set_parent(kCase);
  *check.mutable_tests() = request.tests();
  const auto entry = tester_.Run(CheckRunningEntry{table_, calendar_}, anna_, check);
  ASSERT_TRUE(entry.ok()) << entry.status();
  EXPECT_TRUE(entry->met());
  const auto plan = Start(request);
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_EQ(plan->entry_reason(), "");
}

TEST_F(RunningVerbs, DoNotStartOnAJointThatCatchesWithoutAReasonAndNameTheRecord) {
  auto request = StartRequest();
  request.clear_entry_reason();
  for (int day = 1; day <= 3; ++day) {
    Tell(Telling("w" + std::to_string(day), day).Ran(0).Number("run_nprs", 0));
    Tell(Morning("m" + std::to_string(day), day + 1));
  }
  // Long before the runs that count, and in an examination.
  v1::Assessment assessment;
  assessment.set_name(std::string(kCase) + "/assessments/a");
  assessment.set_state(v1::RECORD_STATE_ACTIVE);
  *assessment.mutable_occurred_time() = TimestampOf(At(-80));
  auto& report = *assessment.add_reports();
  report.mutable_site()->set_area(v1::AREA_HIP);
  report.mutable_site()->set_side(v1::SIDE_RIGHT);
  auto& told = *report.add_observations();
  told.set_code("catch");
  told.set_answer(v1::ANSWER_PRESENT);
  tester_.Put(assessment);
  tester_.now = At(5);
  request.mutable_tests()->set_single_leg_squats(12);
  request.mutable_tests()->set_single_leg_stance_seconds(30);
  request.mutable_tests()->set_hops(10);
  v1::CheckRunningEntryRequest check;
  check.set_parent(kCase);
  *check.mutable_tests() = request.tests();
  const auto entry = tester_.Run(CheckRunningEntry{table_, calendar_}, anna_, check);
  ASSERT_TRUE(entry.ok()) << entry.status();
  EXPECT_FALSE(entry->met());
  const auto& conditions = entry->conditions();
  const auto found = std::find_if(conditions.begin(), conditions.end(),
                                  [](const auto& each) { return each.id() == "mechanical"; });
  ASSERT_NE(found, conditions.end());
  EXPECT_EQ(found->truth(), rules::v1::DOES_NOT_HOLD);
  EXPECT_THAT(found->evidence(), ElementsAre(assessment.name()));
  EXPECT_EQ(ReasonOf(Start(request).status()), v1::ERROR_REASON_FIELD_INVALID);
}

TEST_F(RunningVerbs, RefuseASecondPlanAndAnEndedCase) {
  const auto plan = Started();
  EXPECT_EQ(ReasonOf(Start(StartRequest()).status()), v1::ERROR_REASON_STATE_FORBIDS);
  ASSERT_TRUE(End(plan, true).ok());
  EXPECT_TRUE(Start(StartRequest()).ok());
  of_.set_state(v1::Case::STATE_DISCHARGED);
  ASSERT_TRUE(tester_.Write([&](auto& writer) { return writer.Update(of_, tester_.now); }).ok());
  EXPECT_EQ(ReasonOf(Start(StartRequest()).status()), v1::ERROR_REASON_STATE_FORBIDS);
}

TEST_F(RunningVerbs, RefuseAStartOnADayThatNoCalendarHas) {
  auto request = StartRequest();
  request.mutable_running_plan()->set_start_date("2025-02-30");
  EXPECT_EQ(ReasonOf(Start(request).status()), v1::ERROR_REASON_FIELD_INVALID);
}

TEST_F(RunningVerbs, AllowPainMonitoringOnlyAfterTheFirstAssessment) {
  EXPECT_EQ(ReasonOf(Start(StartRequest(Rule::PAIN_RULE_MONITORED)).status()),
            v1::ERROR_REASON_STATE_FORBIDS);
  const auto plan = Started();
  EXPECT_EQ(ReasonOf(SetRule(plan, Rule::PAIN_RULE_MONITORED).status()),
            v1::ERROR_REASON_STATE_FORBIDS);
  Assess();
  const auto changed = SetRule(plan, Rule::PAIN_RULE_MONITORED);
  ASSERT_TRUE(changed.ok()) << changed.status();
  EXPECT_EQ(changed->pain_rule(), Rule::PAIN_RULE_MONITORED);
  ASSERT_THAT(changed->pain_rule_changes(), SizeIs(1));
  EXPECT_EQ(changed->pain_rule_changes(0).from(), Rule::PAIN_RULE_ANY_PAIN_STOPS);
  EXPECT_EQ(changed->pain_rule_changes(0).author(), "users/anna");
}

TEST_F(RunningVerbs, AllowNoPainAtAllWhileABoneIsSuspected) {
  Assess();
  auto escalation = Raise("bsi-femoral-neck-suspected", rules::v1::URGENT);
  EXPECT_EQ(ReasonOf(Start(StartRequest(Rule::PAIN_RULE_MONITORED)).status()),
            v1::ERROR_REASON_STATE_FORBIDS);
  const auto plan = Started();
  EXPECT_EQ(plan.pain_rule(), Rule::PAIN_RULE_NO_PAIN);
  EXPECT_THAT(plan.entry(), SizeIs(9));
  EXPECT_EQ(ReasonOf(SetRule(plan, Rule::PAIN_RULE_MONITORED).status()),
            v1::ERROR_REASON_STATE_FORBIDS);
  EXPECT_EQ(Proposed(plan).proposal().move(), v1::STAGE_MOVE_STOP);
  escalation.set_state(v1::Escalation::STATE_RESOLVED);
  *escalation.mutable_resolution()->mutable_resolve_time() = TimestampOf(tester_.now);
  ASSERT_TRUE(
      tester_.Write([&](auto& writer) { return writer.Update(escalation, tester_.now); }).ok());
  EXPECT_TRUE(SetRule(plan, Rule::PAIN_RULE_MONITORED).ok());
}

TEST_F(RunningVerbs, AdvanceOneStageAndKeepWhatWasProposedBesideWhatWasDecided) {
  Assess();
  const auto plan = Started(Rule::PAIN_RULE_MONITORED);
  TellTwoGoodSessions(0);
  tester_.now = At(4);
  const auto proposed = Proposed(plan);
  EXPECT_EQ(proposed.proposal().move(), v1::STAGE_MOVE_ADVANCE) << proposed.proposal().because();
  ASSERT_THAT(proposed.replay(), SizeIs(1));
  const auto decided = DecideOn(plan, v1::STAGE_MOVE_ADVANCE);
  ASSERT_TRUE(decided.ok()) << decided.status();
  EXPECT_EQ(decided->stage(), 1);
  ASSERT_THAT(decided->decisions(), SizeIs(1));
  const auto& decision = decided->decisions(0);
  EXPECT_EQ(decision.proposed(), v1::STAGE_MOVE_ADVANCE);
  EXPECT_EQ(decision.decided(), v1::STAGE_MOVE_ADVANCE);
  EXPECT_EQ(decision.proposed_because(), proposed.proposal().because());
  EXPECT_EQ(decision.from_stage(), 0);
  EXPECT_EQ(decision.to_stage(), 1);
  EXPECT_EQ(decision.author(), "users/anna");
  EXPECT_THAT(decision.evidence(), Contains(std::string(kCase) + "/checkIns/m4"));
  EXPECT_EQ(Proposed(*decided).proposal().move(), v1::STAGE_MOVE_HOLD);
}

TEST_F(RunningVerbs, AskWhyADecisionIsAnotherThanTheProposal) {
  const auto plan = Started();
  EXPECT_EQ(ReasonOf(DecideOn(plan, v1::STAGE_MOVE_ADVANCE).status()),
            v1::ERROR_REASON_FIELD_INVALID);
  const auto decided = DecideOn(plan, v1::STAGE_MOVE_ADVANCE, "she walked with me today");
  ASSERT_TRUE(decided.ok()) << decided.status();
  EXPECT_EQ(decided->decisions(0).proposed(), v1::STAGE_MOVE_HOLD);
  EXPECT_EQ(decided->decisions(0).reason(), "she walked with me today");
  EXPECT_EQ(ReasonOf(DecideOn(plan, v1::STAGE_MOVE_HOLD).status()), v1::ERROR_REASON_ETAG_MISMATCH);
}

TEST_F(RunningVerbs, StopAndGoOnOnlyWithAReasonAndNotByAnAdvance) {
  const auto plan = Started();
  Tell(GoodRun("r1", 1, 0, 1));
  tester_.now = At(2);
  EXPECT_EQ(Proposed(plan).proposal().rules(0), "stop-any-pain");
  auto stopped = DecideOn(plan, v1::STAGE_MOVE_STOP);
  ASSERT_TRUE(stopped.ok()) << stopped.status();
  EXPECT_EQ(stopped->state(), Rule::STATE_STOPPED);
  EXPECT_EQ(stopped->stage(), 0);
  EXPECT_EQ(ReasonOf(DecideOn(*stopped, v1::STAGE_MOVE_ADVANCE, "no").status()),
            v1::ERROR_REASON_STATE_FORBIDS);
  EXPECT_EQ(ReasonOf(End(*stopped, true).status()), v1::ERROR_REASON_STATE_FORBIDS);
  EXPECT_EQ(ReasonOf(DecideOn(*stopped, v1::STAGE_MOVE_HOLD).status()),
            v1::ERROR_REASON_FIELD_INVALID);
  const auto going = DecideOn(*stopped, v1::STAGE_MOVE_HOLD, "calm again");
  ASSERT_TRUE(going.ok()) << going.status();
  EXPECT_EQ(going->state(), Rule::STATE_ACTIVE);
  EXPECT_THAT(Proposed(*going).replay(), IsEmpty());
}

TEST_F(RunningVerbs, GoBackTwoStagesForABoneAlone) {
  auto plan = Started(Rule::PAIN_RULE_NO_PAIN);
  for (int i = 0; i < 3; ++i) plan = *DecideOn(plan, v1::STAGE_MOVE_ADVANCE, "cleared");
  Tell(Telling("ache", 1, 7).Number("rest_nprs", 1));
  tester_.now = At(2);
  EXPECT_EQ(Proposed(plan).proposal().move(), v1::STAGE_MOVE_STEP_BACK_TWO);
  const auto back = DecideOn(plan, v1::STAGE_MOVE_STEP_BACK_TWO);
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ(back->stage(), 1);
  EXPECT_EQ(back->state(), Rule::STATE_STOPPED);
  const auto other = SetRule(*back, Rule::PAIN_RULE_ANY_PAIN_STOPS);
  EXPECT_EQ(ReasonOf(DecideOn(*other, v1::STAGE_MOVE_STEP_BACK_TWO, "why").status()),
            v1::ERROR_REASON_STATE_FORBIDS);
}

TEST_F(RunningVerbs, HaveNoStageAfterTheLast) {
  auto plan = Started();
  for (int i = 0; i < 10; ++i) plan = *DecideOn(plan, v1::STAGE_MOVE_ADVANCE, "quick");
  EXPECT_EQ(plan.stage(), 10);
  EXPECT_EQ(ReasonOf(DecideOn(plan, v1::STAGE_MOVE_ADVANCE, "more").status()),
            v1::ERROR_REASON_STATE_FORBIDS);
}

TEST_F(RunningVerbs, DecideNothingOnceThePlanIsOver) {
  const auto plan = Started();
  const auto over = End(plan, false);
  ASSERT_TRUE(over.ok()) << over.status();
  EXPECT_EQ(over->state(), Rule::STATE_ENDED);
  EXPECT_EQ(over->end_reason(), "runs again");
  EXPECT_EQ(ReasonOf(DecideOn(*over, v1::STAGE_MOVE_HOLD).status()),
            v1::ERROR_REASON_STATE_FORBIDS);
  EXPECT_EQ(ReasonOf(SetRule(*over, Rule::PAIN_RULE_NO_PAIN).status()),
            v1::ERROR_REASON_STATE_FORBIDS);
  EXPECT_EQ(ReasonOf(End(*over, true).status()), v1::ERROR_REASON_STATE_FORBIDS);
  v1::ListRunningPlansRequest list;
  list.set_parent("patients/-/cases/-");
  list.set_filter("state = STATE_ENDED");
  EXPECT_THAT(tester_.Run(ListRunningPlans{tester_.sealer()}, anna_, list)->running_plans(),
              SizeIs(1));
}

TEST_F(RunningVerbs, StepBackForWhatIsEnteredAfterAnAdvanceAndSaySo) {
  Assess();
  auto plan = Started(Rule::PAIN_RULE_MONITORED);
  TellTwoGoodSessions(0);
  tester_.now = At(4);
  plan = *DecideOn(plan, v1::STAGE_MOVE_ADVANCE);
  Tell(Telling("late", 3, 22).Number("swelling", 1).Entered(6));
  tester_.now = At(7);
  const auto proposed = Proposed(plan);
  EXPECT_EQ(proposed.proposal().move(), v1::STAGE_MOVE_STEP_BACK);
  EXPECT_TRUE(proposed.proposal().late());
  EXPECT_THAT(proposed.proposal().because(),
              HasSubstr("checkIns/late of 2025-03-03 was entered on 2025-03-06"));
  EXPECT_THAT(proposed.replay(), IsEmpty());
}

TEST_F(RunningVerbs, StepBackForASessionThatIsTakenBackAfterAnAdvance) {
  Assess();
  auto plan = Started(Rule::PAIN_RULE_MONITORED);
  TellTwoGoodSessions(0);
  tester_.now = At(4);
  plan = *DecideOn(plan, v1::STAGE_MOVE_ADVANCE);
  tester_.now = At(6);
  auto session = *tester_.Find<v1::CheckIn>(std::string(kCase) + "/checkIns/r3");
  session.set_state(v1::RECORD_STATE_RETRACTED);
  ASSERT_TRUE(
      tester_.Write([&](auto& writer) { return writer.Update(session, tester_.now); }).ok());
  EXPECT_THAT(Proposed(plan).proposal().because(),
              HasSubstr("taken back or amended on 2025-03-06"));
}

TEST_F(RunningVerbs, ReplayTheSameHistoryWhateverTheOrderInWhichReportsArrive) {
  std::vector<Telling> told = {Morning("m1", 1),    GoodRun("r1", 1, 0),   Morning("m2", 2),
                               GoodRun("r3", 3, 0), Morning("m4", 4),      GoodRun("r5", 5, 1),
                               Morning("m6", 6),    GoodRun("r7", 7, 1, 6)};
  Assess();
  const auto plan = Started(Rule::PAIN_RULE_MONITORED);
  std::mt19937 random(11);
  std::shuffle(told.begin(), told.end(), random);
  for (std::size_t i = 0; i < told.size(); ++i) Tell(told[i].Entered(9 + static_cast<int>(i)));
  tester_.now = At(30);
  const auto replay = Proposed(plan).replay();
  ASSERT_THAT(replay, SizeIs(2));
  EXPECT_EQ(replay[0].day(), "2025-03-04");
  EXPECT_EQ(replay[0].move(), v1::STAGE_MOVE_ADVANCE);
  EXPECT_EQ(replay[1].day(), "2025-03-07");
  EXPECT_EQ(replay[1].move(), v1::STAGE_MOVE_STEP_BACK);
}

struct RunVector {
  const char* name;
  double distance_km;
  v1::RunSpike spike;
};

class CheckedRun : public RunningVerbs, public ::testing::WithParamInterface<RunVector> {};

TEST_P(CheckedRun, IsComparedWithTheLongestOfThirtyDays) {
  Tell(Telling("long", 1).Km(12));
  Tell(Telling("short", 2).Km(4));
  tester_.now = At(5);
  v1::CheckRunRequest request;
  request.set_parent(kCase);
  request.set_distance_km(GetParam().distance_km);
  const auto checked = tester_.Run(CheckRun{table_, calendar_}, anna_, request);
  ASSERT_TRUE(checked.ok()) << checked.status();
  EXPECT_EQ(checked->spike(), GetParam().spike);
  EXPECT_EQ(checked->longest_km(), 12);
  EXPECT_EQ(checked->longest_check_in(), std::string(kCase) + "/checkIns/long");
  EXPECT_EQ(checked->warnings_size(), GetParam().spike == v1::RUN_SPIKE_NONE ? 0 : 1);
}

INSTANTIATE_TEST_SUITE_P(Running, CheckedRun,
                         ::testing::Values(RunVector{"km_15", 15, v1::RUN_SPIKE_SMALL},
                                           RunVector{"km_13_2", 13.2, v1::RUN_SPIKE_NONE},
                                           RunVector{"km_24_1", 24.1, v1::RUN_SPIKE_LARGE}),
                         [](const auto& each) { return each.param.name; });

TEST_F(RunningVerbs, WarnOfARunThatIsLongerThanItsStageAndOfAStoppedPlan) {
  auto plan = Started();
  v1::CheckRunRequest request;
  request.set_parent(kCase);
  request.set_minutes(31);
  auto checked = *tester_.Run(CheckRun{table_, calendar_}, anna_, request);
  EXPECT_EQ(checked.stage_minutes(), 30);
  EXPECT_EQ(checked.running_plan(), plan.name());
  ASSERT_THAT(checked.warnings(), SizeIs(1));
  EXPECT_THAT(checked.warnings(0), HasSubstr("walk 30 min"));
  ASSERT_TRUE(DecideOn(plan, v1::STAGE_MOVE_STOP, "a fall").ok());
  request.set_minutes(30);
  request.set_distance_km(3);
  checked = *tester_.Run(CheckRun{table_, calendar_}, anna_, request);
  EXPECT_EQ(checked.spike(), v1::RUN_SPIKE_UNKNOWN);
  EXPECT_THAT(checked.warnings(),
              ElementsAre(HasSubstr("nothing to compare"), HasSubstr("stopped")));
  request.set_day("2025-02-30");
  EXPECT_EQ(ReasonOf(tester_.Run(CheckRun{table_, calendar_}, anna_, request).status()),
            v1::ERROR_REASON_FIELD_INVALID);
}

TEST_F(RunningVerbs, ShowTheLoadByWeekWithARatioThatNothingIsConcludedFrom) {
  const double distances[] = {20, 22, 18, 24};
  for (int week = 0; week < 4; ++week) {
    // Two runs a week: none is a tenth longer than the longest before.
    for (int run = 0; run < 4; ++run) {
      Tell(Telling("r" + std::to_string(week) + std::to_string(run), 3 + 7 * week + run)
               .Km(run < 2 ? 5.5 : (distances[week] - 11) / 2));
    }
  }
  tester_.now = At(3 + 28);
  v1::GetRunningLoadRequest request;
  request.set_parent(kCase);
  const auto load = tester_.Run(GetRunningLoad{table_, calendar_}, anna_, request);
  ASSERT_TRUE(load.ok()) << load.status();
  ASSERT_THAT(load->weeks(), SizeIs(5));
  EXPECT_EQ(load->weeks(3).sessions(), 4);
  EXPECT_DOUBLE_EQ(load->weeks(3).distance_km(), 24);
  EXPECT_NEAR(load->weeks(3).uncoupled_ratio(), 1.20, 1e-9);
  EXPECT_EQ(load->longest_km(), 6.5);
  // The one longer run warns, the ratio does not.
  ASSERT_THAT(load->spikes(), SizeIs(1));
  EXPECT_EQ(load->spikes(0).spike(), v1::RUN_SPIKE_SMALL);
  ASSERT_THAT(load->warnings(), SizeIs(1));
  EXPECT_THAT(load->warnings(0), HasSubstr("6.5 km on 2025-03-26"));
  request.set_weeks(2);
  EXPECT_THAT(tester_.Run(GetRunningLoad{table_, calendar_}, anna_, request)->weeks(), SizeIs(2));
}

// 17:00 on Sunday in Los Angeles is Monday in UTC.
TEST_F(RunningVerbs, ASundayEveningIsOfTheWeekThatEnds) {
  calendar_ = *schedule::ClinicCalendar::Make("America/Los_Angeles");
  const Instant evening = At(3, 1);
  Tell(Telling("long", 2).Km(12).Observed(evening));
  tester_.now = evening + std::chrono::minutes{30};
  v1::GetRunningLoadRequest weeks;
  weeks.set_parent(kCase);
  weeks.set_weeks(1);
  const auto load = tester_.Run(GetRunningLoad{table_, calendar_}, anna_, weeks);
  ASSERT_TRUE(load.ok()) << load.status();
  ASSERT_THAT(load->weeks(), SizeIs(1));
  EXPECT_EQ(load->weeks(0).start_date(), "2025-02-24");
  EXPECT_EQ(load->weeks(0).distance_km(), 12);
  // A run is compared with those of the days before, not with that of its own day.
  v1::CheckRunRequest run;
  run.set_parent(kCase);
  run.set_distance_km(13);
  EXPECT_FALSE(tester_.Run(CheckRun{table_, calendar_}, anna_, run)->has_longest_km());
  tester_.now += std::chrono::hours{7};
  EXPECT_EQ(tester_.Run(CheckRun{table_, calendar_}, anna_, run)->longest_km(), 12);
}

}  // namespace
}  // namespace midstance::running

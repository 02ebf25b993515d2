#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "services/running/verbs_testing.h"

namespace midstance::running {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;
using Rule = v1::RunningPlan;

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
  request.set_entry_reason("  ");
  EXPECT_EQ(ReasonOf(Start(request).status()), v1::ERROR_REASON_FIELD_INVALID);
  request.clear_entry_reason();
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

TEST_F(RunningVerbs, AnOpenFlagOfAMergedRecordHoldsTheEntryInTheOther) {
  v1::Patient source;
  source.set_name("patients/q");
  source.set_merged_into("patients/p");
  tester_.Put(source);
  v1::Case of;
  of.set_name("patients/q/cases/c");
  of.set_state(v1::Case::STATE_OPEN);
  tester_.Put(of);
  v1::Escalation flag;
  flag.set_name(of.name() + "/escalations/e");
  flag.set_state(v1::Escalation::STATE_OPEN);
  flag.set_urgency(rules::v1::URGENT);
  flag.set_family("bsi-femoral-neck-suspected");
  *flag.mutable_raised_time() = TimestampOf(tester_.now);
  tester_.Put(flag);
  Assess();
  auto target = *tester_.Find<v1::Patient>("patients/p");
  target.add_merges()->set_source(source.name());
  ASSERT_TRUE(tester_.Write([&](auto& writer) { return writer.Update(target, tester_.now); }).ok());
  EXPECT_EQ(ReasonOf(Start(StartRequest(Rule::PAIN_RULE_MONITORED)).status()),
            v1::ERROR_REASON_STATE_FORBIDS);
  EXPECT_EQ(Started().pain_rule(), Rule::PAIN_RULE_NO_PAIN);
}

}  // namespace
}  // namespace midstance::running

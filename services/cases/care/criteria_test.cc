#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/cases/care/records_testing.h"

namespace midstance::cases {
namespace {

using ::testing::HasSubstr;
using Verdict = v1::DischargeCriterion;

// Meets every criterion on day 60.
Episode ReadyEpisode() {
  Episode episode;
  auto& goal = *episode.records.of.add_goals();
  goal.set_text("Run 10 km");
  goal.set_met_date(Episode::Text(40));
  episode.records.of.set_self_management_plan("Strength twice a week");
  episode.Score(50, "psfs", "", 8);
  episode.Score(50, "nprs", "activity", 2);
  auto& plan = episode.records.running_plans.emplace_back();
  plan.set_name("patients/p/cases/c/runningPlans/r");
  plan.set_state(v1::RunningPlan::STATE_COMPLETED);
  *plan.mutable_update_time() = Episode::At(46);
  episode.Flag(v1::Escalation::STATE_RESOLVED);
  return episode;
}

TEST(Discharge, IsSpokenForWhenEveryCriterionIsMet) {
  const Episode episode = ReadyEpisode();
  const auto found = episode.CheckOn(60);
  for (const auto& criterion : found.criteria()) {
    if (!criterion.enough_alone()) {
      EXPECT_EQ(criterion.verdict(), Verdict::VERDICT_MET) << criterion.rule();
      EXPECT_EQ(criterion.missing(), "") << criterion.rule();
    }
  }
  EXPECT_EQ(episode.CheckOn(60).discharge(), Verdict::VERDICT_MET);
}

TEST(Discharge, IsUnknownWithoutRecordsAndNotMetWithAnOpenFlag) {
  Episode episode = ReadyEpisode();
  episode.records.scores.clear();
  EXPECT_EQ(episode.Criterion("function", 60).verdict(), Verdict::VERDICT_UNKNOWN);
  EXPECT_THAT(episode.Criterion("function", 60).missing(), HasSubstr("measures/psfs"));
  EXPECT_EQ(episode.CheckOn(60).discharge(), Verdict::VERDICT_UNKNOWN);
  const auto flag = episode.Flag(v1::Escalation::STATE_ACKNOWLEDGED).name();
  EXPECT_EQ(episode.CheckOn(60).discharge(), Verdict::VERDICT_NOT_MET);
  EXPECT_THAT(episode.Criterion("no-open-flag", 60).evidence(), ::testing::ElementsAre(flag));
}

TEST(Discharge, FunctionIsMetFromEightOnAndPainUpToTwo) {
  Episode episode;
  episode.Score(1, "psfs", "", 7.9);
  episode.Score(1, "nprs", "activity", 3);
  EXPECT_EQ(episode.Criterion("function", 2).verdict(), Verdict::VERDICT_NOT_MET);
  EXPECT_EQ(episode.Criterion("pain-in-training", 2).verdict(), Verdict::VERDICT_NOT_MET);
  episode.Score(2, "psfs", "", 8);
  episode.Score(2, "nprs", "activity", 2);
  EXPECT_EQ(episode.Criterion("function", 2).verdict(), Verdict::VERDICT_MET);
  EXPECT_EQ(episode.Criterion("pain-in-training", 2).verdict(), Verdict::VERDICT_MET);
}

TEST(Discharge, PainAtRestDoesNotTellOfTraining) {
  Episode episode;
  episode.Score(1, "nprs", "rest", 0);
  EXPECT_EQ(episode.Criterion("pain-in-training", 2).verdict(), Verdict::VERDICT_UNKNOWN);
}

TEST(Discharge, OneSideDoesNotMakeUpForTheOther) {
  Episode episode;
  episode.Score(1, "nprs", "activity", 6, v1::SIDE_LEFT);
  episode.Score(2, "nprs", "activity", 0, v1::SIDE_RIGHT);
  EXPECT_EQ(episode.Criterion("pain-in-training", 3).verdict(), Verdict::VERDICT_NOT_MET);
}

TEST(Discharge, GoalsThatAreNotMetNeedAPlateau) {
  Episode episode;
  EXPECT_EQ(episode.Criterion("goals-or-plateau", 60).verdict(), Verdict::VERDICT_UNKNOWN);
  episode.records.of.add_goals()->set_text("Run 10 km");
  episode.Score(0, "psfs", "", 4);
  episode.Score(20, "psfs", "", 5);
  EXPECT_EQ(episode.Criterion("goals-or-plateau", 60).verdict(), Verdict::VERDICT_UNKNOWN);
  episode.Score(40, "psfs", "", 6.9);
  EXPECT_EQ(episode.Criterion("goals-or-plateau", 60).verdict(), Verdict::VERDICT_MET);
}

TEST(Discharge, AChangeOfTwoPointsInOneOfTwoReviewsIsNoPlateau) {
  Episode episode;
  episode.records.of.add_goals()->set_text("Run 10 km");
  for (const auto& [day, score] : {std::pair{0, 4.0}, std::pair{20, 6.0}, std::pair{40, 6.0}})
    episode.Score(day, "psfs", "", score);
  const auto moving = episode.Criterion("goals-or-plateau", 60);
  EXPECT_EQ(moving.verdict(), Verdict::VERDICT_NOT_MET);
  EXPECT_THAT(moving.because(), HasSubstr("0 of 1 goals are met; measures/psfs changed by 2"));
  episode.Score(60, "psfs", "", 6);
  EXPECT_EQ(episode.Criterion("goals-or-plateau", 60).verdict(), Verdict::VERDICT_MET);
}

TEST(Discharge, GettingWorseIsNoPlateau) {
  Episode episode;
  episode.records.of.add_goals()->set_text("Run 10 km");
  for (const auto& [day, score] : {std::pair{0, 3.0}, std::pair{20, 3.0}, std::pair{40, 5.0}})
    episode.Score(day, "nprs", "activity", score);
  EXPECT_EQ(episode.Criterion("goals-or-plateau", 60).verdict(), Verdict::VERDICT_NOT_MET);
}

TEST(Discharge, ARunningGoalIsHeldAfterTwoWeeks) {
  Episode episode = ReadyEpisode();
  EXPECT_EQ(episode.Criterion("running-goal-held", 59).verdict(), Verdict::VERDICT_NOT_MET);
  EXPECT_EQ(episode.Criterion("running-goal-held", 60).verdict(), Verdict::VERDICT_MET);
  episode.records.running_plans.back().set_state(v1::RunningPlan::STATE_ACTIVE);
  EXPECT_EQ(episode.Criterion("running-goal-held", 90).verdict(), Verdict::VERDICT_NOT_MET);
  episode.records.running_plans.clear();
  EXPECT_EQ(episode.Criterion("running-goal-held", 90).verdict(), Verdict::VERDICT_UNKNOWN);
}

TEST(Discharge, ThreeContactsMissedSinceTheLastOneAreEnoughAlone) {
  Episode episode;
  const auto due = [&](int day) {
    episode.FollowUp(day, v1::FollowUp::KIND_CALL, v1::FollowUp::STATE_SCHEDULED);
  };
  due(1);
  episode.Treat(2);
  due(3);
  due(4);
  episode.FollowUp(4, v1::FollowUp::KIND_CHECK_REFERRAL, v1::FollowUp::STATE_SCHEDULED);
  EXPECT_EQ(episode.Criterion("missed-contacts", 9).verdict(), Verdict::VERDICT_NOT_MET);
  due(5);
  EXPECT_EQ(episode.Criterion("missed-contacts", 5).verdict(), Verdict::VERDICT_NOT_MET);
  EXPECT_EQ(episode.Criterion("missed-contacts", 9).verdict(), Verdict::VERDICT_MET);
  EXPECT_EQ(episode.CheckOn(9).discharge(), Verdict::VERDICT_MET);
}

TEST(Discharge, WhatOnlyAPersonCanTellIsUnknown) {
  Episode episode;
  EXPECT_EQ(episode.Criterion("patient-wish", 1).verdict(), Verdict::VERDICT_UNKNOWN);
  EXPECT_EQ(episode.Criterion("referral-out", 1).verdict(), Verdict::VERDICT_NOT_MET);
  episode.Refer(v1::Referral::STATE_DRAFTED);
  EXPECT_EQ(episode.Criterion("referral-out", 1).verdict(), Verdict::VERDICT_NOT_MET);
  episode.Refer(v1::Referral::STATE_SENT);
  EXPECT_EQ(episode.Criterion("referral-out", 1).verdict(), Verdict::VERDICT_UNKNOWN);
}

}  // namespace
}  // namespace midstance::cases

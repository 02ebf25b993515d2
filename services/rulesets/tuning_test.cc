#include "services/rulesets/tuning.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace midstance::rulesets {
namespace {

using ::testing::ElementsAre;

v1::TunedValue Tried(double value, int alarms) {
  v1::TunedValue tried;
  tried.set_value(value);
  tried.set_alarms(alarms);
  return tried;
}

v1::TunedValue Present(double value, int alarms) {
  auto present = Tried(value, alarms);
  present.set_present(true);
  return present;
}

// What is proposed; -1: nothing.
double ProposedOf(std::vector<v1::TunedValue> values) {
  Recommend(values);
  double proposed = -1;
  for (const auto& value : values) {
    if (!value.recommended()) continue;
    EXPECT_EQ(proposed, -1) << "two at once";
    proposed = value.value();
  }
  return proposed;
}

TEST(RuleTuning, TheShippedOneIsRightAndEveryMistakeOfItIsFound) {
  EXPECT_EQ(ShippedTuning().minutes_of_an_alarm(), 10);
  EXPECT_FALSE(ParseTuning("minutes_of_an_alarm: 10").ok());
  EXPECT_FALSE(ParseTuning("minutes_of_an_alarm: 0 source: 's'").ok());
  EXPECT_FALSE(ParseTuning("minutes_of_an_alarm: 5 source: 's' ladder_percent: -5").ok());
  EXPECT_FALSE(ParseTuning("minutes").ok());
}

TEST(RuleTuning, TheLadderStandsAroundThePresentValue) {
  const auto& tuning = ShippedTuning();
  EXPECT_THAT(ValuesToTry(tuning, {"days", 7, true}, {}), ElementsAre(4, 5, 6, 7, 8, 11, 14));
  EXPECT_THAT(ValuesToTry(tuning, {"days", 1, true}, {}), ElementsAre(1, 2));
  EXPECT_THAT(ValuesToTry(tuning, {"than", 0, false}, {}), ElementsAre(0, 1));
  EXPECT_THAT(ValuesToTry(tuning, {"than", 2.5, false}, {}), ElementsAre(1.3, 1.9, 2.5, 3.8, 5));
  EXPECT_THAT(ValuesToTry(tuning, {"days", 7, true}, {10, 5, 10}), ElementsAre(5, 7, 10));
}

TEST(RuleTuning, TheFewestAlarmsAreProposedAndOfEqualsTheNearest) {
  EXPECT_EQ(ProposedOf({Tried(5, 9), Present(7, 8), Tried(10, 6), Tried(12, 4), Tried(14, 4)}), 12);
  EXPECT_EQ(ProposedOf({Tried(5, 9), Present(7, 8), Tried(10, 8)}), -1);
  EXPECT_EQ(ProposedOf({}), -1);
}

TEST(RuleTuning, WhatMissesOrDelaysAConfirmedAlarmOrBreaksAScenarioIsNeverProposed) {
  auto misses = Tried(10, 1);
  misses.set_missed_confirmed(1);
  auto delays = Tried(11, 1);
  delays.set_late_confirmed(1);
  auto breaks = Tried(12, 1);
  breaks.set_broken_scenarios(1);
  auto wrong = Tried(13, 0);
  wrong.add_problems("does not fit");
  EXPECT_EQ(ProposedOf({Present(7, 8), misses, delays, breaks, wrong}), -1);
  EXPECT_EQ(ProposedOf({Present(7, 8), misses, delays, breaks, wrong, Tried(8, 7)}), 8);
}

}  // namespace
}  // namespace midstance::rulesets

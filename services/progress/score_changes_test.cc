#include "services/progress/score_changes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "services/progress/score_testing.h"

namespace midstance::progress {
namespace {

using adherence::DayAt;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::vector<v1::OutcomeChange> Changes(std::vector<v1::OutcomeScore> records, int first = 0,
                                       int last = 41) {
  return ScoreChanges(Measures(), std::move(records), {DayAt(first), DayAt(last)},
                      adherence::ShippedParameters(), adherence::Utc());
}

// The one change, of a LEFS.
v1::OutcomeChange OfLefs(std::vector<v1::OutcomeScore> records) {
  const auto changes = Changes(std::move(records));
  EXPECT_THAT(changes, SizeIs(1));
  return changes.empty() ? v1::OutcomeChange() : changes.front();
}

TEST(ScoreChanges, ALefsImprovesByMoreThanItsErrorOf9AndNotByIt) {
  const auto better = OfLefs({Lefs(0, 49), Lefs(40, 60)});
  EXPECT_EQ(better.course(), v1::OUTCOME_COURSE_IMPROVED);
  EXPECT_EQ(better.measure(), "measures/lefs");
  EXPECT_EQ(better.from(), 49);
  EXPECT_EQ(better.to(), 60);
  EXPECT_THAT(better.sentence(), HasSubstr("LEFS 49 -> 60 (+11)"));
  EXPECT_EQ(OfLefs({Lefs(0, 49), Lefs(40, 57)}).course(), v1::OUTCOME_COURSE_NONE);
  EXPECT_EQ(OfLefs({Lefs(0, 49), Lefs(40, 39)}).course(), v1::OUTCOME_COURSE_WORSE);
}

TEST(ScoreChanges, WhatMattersButIsNoMoreThanTheErrorIsNotGuessed) {
  const auto change = OfLefs({Lefs(0, 49), Lefs(40, 58)});
  EXPECT_EQ(change.course(), v1::OUTCOME_COURSE_UNSPECIFIED);
  EXPECT_THAT(change.sentence(), HasSubstr("no more than its error"));
}

TEST(ScoreChanges, AScoreThatWasTooGoodToGetBetterShowsNothingUnlessItGetsWorse) {
  const auto change = OfLefs({Lefs(0, 75), Lefs(40, 79)});
  EXPECT_EQ(change.course(), v1::OUTCOME_COURSE_UNSPECIFIED);
  EXPECT_THAT(change.sentence(), HasSubstr("too good"));
  EXPECT_EQ(OfLefs({Lefs(0, 71), Lefs(40, 75)}).course(), v1::OUTCOME_COURSE_NONE);
  EXPECT_EQ(OfLefs({Lefs(0, 75), Lefs(40, 60)}).course(), v1::OUTCOME_COURSE_WORSE);
}

TEST(ScoreChanges, ThePatientsOwnActivitiesCountByTheirMean) {
  const auto changes = Changes({Psfs(0, 2, 3, 4), Psfs(40, 5, 6, 7)});
  ASSERT_THAT(changes, SizeIs(1));
  EXPECT_EQ(changes[0].course(), v1::OUTCOME_COURSE_IMPROVED);
  EXPECT_EQ(changes[0].item(), "");
}

TEST(ScoreChanges, ActivitiesAreJudgedOneByOneWhereOthersWereNamed) {
  const auto changes = Changes(
      {Psfs(0, 2, 3, 4), FilledIn(40, "measures/psfs", {{"run", 8}, {"stairs", 3}, {"kneel", 9}})});
  ASSERT_THAT(changes, SizeIs(4));
  EXPECT_EQ(changes[0].course(), v1::OUTCOME_COURSE_UNSPECIFIED);
  EXPECT_THAT(changes[0].sentence(), HasSubstr("other activities"));
  EXPECT_EQ(changes[1].item(), "run");
  // No important change of one activity is known.
  EXPECT_EQ(changes[1].course(), v1::OUTCOME_COURSE_UNSPECIFIED);
}

TEST(ScoreChanges, TheLastScoreBeforeTheProgramIsItsStart) {
  EXPECT_EQ(OfLefs({Lefs(-10, 30), Lefs(-3, 49), Lefs(20, 70), Lefs(40, 52)}).from(), 49);
  EXPECT_EQ(OfLefs({Lefs(5, 40), Lefs(9, 45), Lefs(40, 60)}).from(), 40);
  EXPECT_EQ(OfLefs({Lefs(-15, 30), Lefs(5, 49), Lefs(40, 60)}).from(), 49);
}

TEST(ScoreChanges, AScoreFarFromStartOrEndDoesNotStandForIt) {
  const auto late = OfLefs({Lefs(15, 40), Lefs(40, 60)});
  EXPECT_EQ(late.course(), v1::OUTCOME_COURSE_UNSPECIFIED);
  EXPECT_THAT(late.sentence(), HasSubstr("more than 14 days after the program began"));
  EXPECT_EQ(OfLefs({Lefs(14, 40), Lefs(40, 60)}).course(), v1::OUTCOME_COURSE_IMPROVED);
  const auto old = OfLefs({Lefs(0, 40), Lefs(12, 60)});
  EXPECT_EQ(old.course(), v1::OUTCOME_COURSE_UNSPECIFIED);
  EXPECT_THAT(old.sentence(), HasSubstr("before the program had lasted 14 days"));
  EXPECT_EQ(OfLefs({Lefs(0, 40), Lefs(13, 60)}).course(), v1::OUTCOME_COURSE_IMPROVED);
  EXPECT_THAT(Changes({Lefs(0, 40), Lefs(13, 60)}, 0, 42).front().sentence(),
              HasSubstr("more than 28 days before"));
  // A review just after the end tells of the program, one long after does not.
  EXPECT_EQ(OfLefs({Lefs(0, 40), Lefs(55, 60)}).course(), v1::OUTCOME_COURSE_IMPROVED);
  EXPECT_THAT(OfLefs({Lefs(0, 40), Lefs(56, 60)}).sentence(), HasSubstr("only score"));
}

TEST(ScoreChanges, SidesAreNeverComparedWithEachOther) {
  const auto changes = Changes({Lefs(0, 40, v1::SIDE_LEFT), Lefs(40, 60, v1::SIDE_RIGHT)});
  ASSERT_THAT(changes, SizeIs(2));
  for (const auto& change : changes) EXPECT_EQ(change.course(), v1::OUTCOME_COURSE_UNSPECIFIED);
}

TEST(ScoreChanges, ARatingOfChangeIsNotJudgedAgainstAnother) {
  const auto changes =
      Changes({FilledIn(1, "measures/groc", {{"", 1}}), FilledIn(40, "measures/groc", {{"", 6}})});
  ASSERT_THAT(changes, SizeIs(1));
  EXPECT_EQ(changes[0].course(), v1::OUTCOME_COURSE_UNSPECIFIED);
}

TEST(ScoreChanges, TheOrderOfTheRecordsDoesNotMatter) {
  std::vector<v1::OutcomeScore> records = {Lefs(-3, 49), Lefs(20, 70), Lefs(40, 60),
                                           Psfs(0, 2, 3, 4), Psfs(40, 5, 6, 7)};
  const auto text = [&] {
    std::string all;
    for (const auto& change : Changes(records)) all += change.ShortDebugString();
    return all;
  };
  std::sort(records.begin(), records.end(),
            [](const auto& one, const auto& other) { return one.name() < other.name(); });
  const std::string first = text();
  std::reverse(records.begin(), records.end());
  EXPECT_EQ(text(), first);
}

TEST(ScoreChanges, WithoutAProgramThereAreNone) {
  EXPECT_THAT(ScoreChanges(Measures(), {Lefs(0, 40), Lefs(40, 60)}, {DayAt(1), DayAt(0)},
                           adherence::ShippedParameters(), adherence::Utc()),
              IsEmpty());
}

}  // namespace
}  // namespace midstance::progress

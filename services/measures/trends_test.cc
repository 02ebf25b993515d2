#include "services/measures/trends.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <random>

#include "services/measures/score.h"
#include "services/measures/score_vectors.h"
#include "support/time.h"

namespace midstance::measures {
namespace {

using ::testing::SizeIs;
using v1::OutcomeScore;
using v1::OutcomeTrend;
using v1::ScoreChange;

const Library& TheLibrary() {
  static const Library kLibrary = *Shipped();
  return kLibrary;
}

OutcomeScore On(int day, const std::string& id, std::vector<FilledScale> form,
                v1::Side side = v1::SIDE_UNSPECIFIED, const char* variant = "") {
  OutcomeScore record;
  record.set_name("patients/p/cases/c/outcomeScores/" + id + "-" + std::to_string(day));
  record.set_measure("measures/" + id);
  record.set_variant(variant);
  record.set_side(side);
  record.set_formula_version("1");
  *record.mutable_occurred_time() = TimestampOf(Instant{std::chrono::hours{24 * (20'000 + day)}});
  *record.mutable_answers() = AnswersOf(form, id == "psfs");
  const auto scores = Score(*TheLibrary().Find(record.measure()), {variant, "", record.answers()});
  EXPECT_TRUE(scores.ok()) << scores.status();
  for (const auto& score : *scores) *record.add_scores() = score;
  return record;
}

std::vector<OutcomeTrend> Trends(std::vector<OutcomeScore> records) {
  return TrendsOf(TheLibrary(), std::move(records), v1::CHANGE_BASIS_POINTS);
}

std::vector<OutcomeScore> OfAWinter() {
  return {
      On(0, "uwri", {{"total", "1,1,1,1,1,1,1,1,1"}}),
      On(7, "uwri", {{"total", "2,2,2,1,1,1,1,1,1"}}),
      On(14, "uwri", {{"total", "3,3,3,2,2,2,2,2,2"}}),
      On(0, "hagos", {{"pa", "4,4"}}, v1::SIDE_LEFT),
      On(21, "hagos", {{"pa", "1,1"}, {"qol", "2,2,2,2,2"}}, v1::SIDE_LEFT),
      On(30, "hagos", {{"pa", "0,0"}}, v1::SIDE_RIGHT),
      On(1, "nprs", {{"total", "7"}}, v1::SIDE_LEFT, "worst"),
      On(2, "nprs", {{"total", "1"}}, v1::SIDE_LEFT, "rest"),
  };
}

TEST(Trends, GoFromTheFirstScoreAndFromTheOneBeforeToTheLast) {
  const auto trends = Trends({On(7, "uwri", {{"total", "2,2,2,1,1,1,1,1,1"}}),
                              On(14, "uwri", {{"total", "3,3,3,2,2,2,2,2,2"}}),
                              On(0, "uwri", {{"total", "1,1,1,1,1,1,1,1,1"}})});
  ASSERT_THAT(trends, SizeIs(1));
  EXPECT_EQ(trends[0].records(), 3);
  EXPECT_EQ(trends[0].since_baseline().from_score(), 9);
  EXPECT_EQ(trends[0].since_baseline().to_score(), 21);
  EXPECT_EQ(trends[0].since_baseline().verdict(), ScoreChange::VERDICT_IMPROVED);
  EXPECT_EQ(trends[0].since_previous().from_score(), 12);
  EXPECT_EQ(trends[0].since_previous().verdict(), ScoreChange::VERDICT_IMPROVED);
}

TEST(Trends, KeepSidesVariantsAndSubscalesApart) {
  const auto trends = Trends(OfAWinter());
  std::vector<std::string> told;
  for (const auto& trend : trends) told.push_back(trend.since_baseline().sentence());
  EXPECT_THAT(
      told, ::testing::ElementsAre(
                "HAGOS Physical activity (left) 0 -> 75 (+75): more than the error of 33.8, and no "
                "less than the smallest important change of 15: improved",
                "HAGOS Quality of life (left) 50: the only score so far",
                "HAGOS Physical activity (right) 100: the only score so far",
                "NPRS (left, rest) 1: the only score so far",
                "NPRS (left, worst) 7: the only score so far",
                "UWRI 9 -> 21 (+12): more than the error of 4.1, and no less than the smallest "
                "important change of 8: improved"));
}

TEST(Trends, DoNotDependOnTheOrderOfEntry) {
  const unsigned seed = 20'261'126;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  auto records = OfAWinter();
  const auto text = [](const std::vector<OutcomeTrend>& trends) {
    std::string all;
    for (const auto& trend : trends) all += trend.SerializeAsString();
    return all;
  };
  const std::string expected = text(Trends(records));
  for (int round = 0; round < 50; ++round) {
    std::shuffle(records.begin(), records.end(), random);
    ASSERT_EQ(text(Trends(records)), expected);
  }
}

TEST(Trends, SwappingAllSidesSwapsTheSidesOfTheResultsAndNothingElse) {
  auto records = OfAWinter();
  for (auto& record : records) {
    if (record.side() == v1::SIDE_LEFT) {
      record.set_side(v1::SIDE_RIGHT);
    } else if (record.side() == v1::SIDE_RIGHT) {
      record.set_side(v1::SIDE_LEFT);
    }
  }
  const auto verdicts = [](const std::vector<OutcomeTrend>& trends, v1::Side side) {
    std::vector<std::pair<std::string, int>> all;
    for (const auto& trend : trends) {
      if (trend.side() != side) continue;
      all.emplace_back(trend.measure() + trend.variant() + trend.subscale(),
                       trend.since_baseline().verdict());
    }
    return all;
  };
  const auto before = Trends(OfAWinter());
  const auto after = Trends(records);
  EXPECT_EQ(verdicts(before, v1::SIDE_LEFT), verdicts(after, v1::SIDE_RIGHT));
  EXPECT_EQ(verdicts(before, v1::SIDE_RIGHT), verdicts(after, v1::SIDE_LEFT));
}

TEST(Trends, ALastRecordWithoutTheScoreIsToldAndNotPassedOver) {
  const auto trends = Trends({On(0, "hagos", {{"adl", "0,1,1,0,1"}}, v1::SIDE_LEFT),
                              On(9, "hagos", {{"adl", "0,1,-,-,-"}}, v1::SIDE_LEFT)});
  ASSERT_THAT(trends, SizeIs(1));
  EXPECT_EQ(trends[0].since_baseline().verdict(), ScoreChange::VERDICT_NOT_COMPARABLE);
  EXPECT_EQ(trends[0].since_baseline().sentence(),
            "HAGOS Daily living (left) 85 -> no score: not comparable: the later one has no such "
            "score");
}

TEST(Trends, FollowEachActivityThatThePatientNamed) {
  const auto trends =
      Trends({On(0, "psfs", {{"total", "2,5,6"}}), On(9, "psfs", {{"total", "6,8,7"}})});
  ASSERT_THAT(trends, SizeIs(4));
  EXPECT_EQ(trends[1].item(), "activity 1");
  EXPECT_EQ(trends[1].since_baseline().change(), 4);
  EXPECT_EQ(trends[2].since_baseline().verdict(), ScoreChange::VERDICT_WITHIN_ERROR);
}

TEST(Trends, SumUpWhereTheMeasureDoes) {
  const std::vector<FilledScale> form = {
      {"pain", "1,2,1,2"}, {"function", "1,1,2,3"}, {"qol", "2,3,2,2"}};
  const auto trends = Trends({On(0, "hoos-12", form, v1::SIDE_LEFT)});
  ASSERT_THAT(trends, SizeIs(4));
  EXPECT_EQ(trends[3].since_baseline().sentence(),
            "HOOS-12 Summary (left) 54.17: the only score so far");
}

TEST(Trends, AMeasureThatTheLibraryLostIsToldAndNotPassedOver) {
  auto lost = On(0, "uwri", {{"total", "1,1,1,1,1,1,1,1,1"}});
  lost.set_measure("measures/gone");
  const auto trends = Trends({lost});
  ASSERT_THAT(trends, SizeIs(1));
  EXPECT_EQ(trends[0].since_baseline().verdict(), ScoreChange::VERDICT_NOT_COMPARABLE);
}

}  // namespace
}  // namespace midstance::measures

#include <gtest/gtest.h>

#include <cmath>
#include <optional>
#include <random>

#include "services/measures/change.h"
#include "services/measures/library.h"
#include "services/measures/numbers.h"
#include "services/measures/score.h"
#include "services/measures/shape.h"

namespace midstance::measures {
namespace {

using v1::Measure;
using v1::OutcomeScore;
using v1::ScoreChange;

constexpr unsigned kSeed = 42;
constexpr int kRounds = 400;

// Random forms of every measure that ships.
class RandomForms : public ::testing::Test {
 protected:
  double Answer(const ItemRange& range) {
    if (!range.values().empty()) {
      return range.values(std::uniform_int_distribution<int>(0, range.values_size() - 1)(random_));
    }
    const double answer =
        std::uniform_real_distribution<double>(range.least(), range.most())(random_);
    return range.whole() ? std::round(answer) : answer;
  }
  bool Chance(double p) { return std::bernoulli_distribution(p)(random_); }

  OutcomeScore Fill(const Measure& measure, const std::string& variant, double blanks) {
    OutcomeScore record;
    record.set_measure(measure.name());
    record.set_variant(variant);
    record.set_version(measure.versions(0));
    for (const auto* subscale : SubscalesOf(measure, variant)) {
      auto& answers = *record.add_answers();
      answers.set_subscale(subscale->id());
      for (int item = 1; item <= subscale->items(); ++item) {
        auto& added = *answers.add_items();
        if (subscale->self_named()) added.set_label("item " + std::to_string(item));
        if (!Chance(blanks)) {
          added.set_value(Answer(*RangeOf(*subscale, item, measure.versions(0))));
        }
      }
    }
    return record;
  }
  // False for a form that contradicts itself or is empty.
  static bool ScoreIt(const Measure& measure, OutcomeScore& record) {
    const auto scores = Score(measure, {record.variant(), record.version(), record.answers()});
    if (!scores.ok()) return false;
    for (const auto& score : *scores) *record.add_scores() = score;
    return true;
  }
  template <class Each>
  void ForEachPair(double blanks, const Each& each) {
    SCOPED_TRACE("seed " + std::to_string(kSeed));
    for (const auto& measure : library_.all()) {
      SCOPED_TRACE(measure.name());
      const std::string variant = measure.variants().empty() ? "" : measure.variants(0).id();
      for (int round = 0; round < kRounds; ++round) {
        auto from = Fill(measure, variant, blanks);
        auto to = Fill(measure, variant, blanks);
        if (!ScoreIt(measure, from) || !ScoreIt(measure, to)) continue;
        for (const auto& score : to.scores()) each(measure, from, to, score.subscale());
      }
    }
  }
  static std::optional<double> ErrorOf(const Measure& measure, const std::string& subscale) {
    for (const auto& threshold : measure.thresholds()) {
      if (threshold.kind() == Measure::Threshold::KIND_MDC && !threshold.each_item() &&
          Holds(threshold.subscales(), subscale)) {
        return threshold.points();
      }
    }
    return std::nullopt;
  }

  const Library library_ = *Shipped();
  std::mt19937 random_{kSeed};
};

TEST_F(RandomForms, ADifferenceWithinTheErrorIsNeverShownAsAChange) {
  int within = 0;
  ForEachPair(0, [&](const Measure& measure, const auto& from, const auto& to, const auto& id) {
    for (const auto basis : {v1::CHANGE_BASIS_POINTS, v1::CHANGE_BASIS_PERCENT}) {
      const auto change = Compare(measure, from, to, {.subscale = id}, basis);
      const auto error = ErrorOf(measure, id);
      if (!error.has_value() || !change.has_from_score() || !change.has_to_score()) continue;
      const double size = std::fabs(Difference(change.to_score(), change.from_score()));
      if (size > *error) continue;
      ++within;
      ASSERT_EQ(change.verdict(), ScoreChange::VERDICT_WITHIN_ERROR);
      ASSERT_FALSE(change.has_change());
      ASSERT_FALSE(change.has_change_percent());
      ASSERT_NE(change.sentence().find("no change shown"), std::string::npos);
    }
  });
  EXPECT_GT(within, 500);
}

TEST_F(RandomForms, SwappingEarlierAndLaterMirrorsTheVerdict) {
  int judged = 0;
  ForEachPair(0.1, [&](const Measure& measure, const auto& from, const auto& to, const auto& id) {
    const auto there = Compare(measure, from, to, {.subscale = id});
    const auto back = Compare(measure, to, from, {.subscale = id});
    auto expected = there.verdict();
    if (expected == ScoreChange::VERDICT_IMPROVED) {
      expected = ScoreChange::VERDICT_WORSENED;
      ++judged;
    } else if (expected == ScoreChange::VERDICT_WORSENED) {
      expected = ScoreChange::VERDICT_IMPROVED;
    }
    ASSERT_EQ(back.verdict(), expected);
    ASSERT_EQ(there.has_change(), back.has_change());
    if (there.has_change()) {
      ASSERT_EQ(there.change(), -back.change());
    }
  });
  EXPECT_GT(judged, 200);
}

TEST_F(RandomForms, EveryScoreLiesInItsRange) {
  for (const double blanks : {0.0, 0.2, 0.6}) {
    ForEachPair(blanks, [&](const Measure& measure, const auto&, const auto& to, const auto&) {
      for (const auto& score : to.scores()) {
        const auto* subscale = FindSubscale(measure, to.variant(), score.subscale());
        if (subscale == nullptr || !score.has_score()) continue;
        ASSERT_GE(score.score(), subscale->least());
        ASSERT_LE(score.score(), subscale->most());
      }
    });
  }
}

TEST_F(RandomForms, ABlankNeverCountsAsZero) {
  ForEachPair(0.4, [&](const Measure&, const auto&, const auto& to, const auto&) {
    for (const auto& score : to.scores()) {
      if (score.has_score()) {
        ASSERT_GT(score.answered(), 0);
      }
      if (score.answered() < score.items()) {
        ASSERT_NE(score.because(), "");
      }
    }
  });
}

}  // namespace
}  // namespace midstance::measures

#include "services/measures/change.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "services/measures/library.h"
#include "services/measures/score.h"
#include "services/measures/score_vectors.h"

namespace midstance::measures {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using v1::OutcomeScore;
using v1::ScoreChange;
using Threshold = v1::Measure::Threshold;

const Library& Measures() {
  static const Library kLibrary = *Shipped();
  return kLibrary;
}

OutcomeScore Filled(const std::string& id, const char* answers, const char* subscale = "total",
                    const char* variant = "") {
  OutcomeScore record;
  record.set_measure("measures/" + id);
  record.set_variant(variant);
  record.set_formula_version("1");
  *record.mutable_answers() = AnswersOf({{subscale, answers}}, id == "psfs");
  const auto scores =
      Score(*Measures().Find(record.measure()), {record.variant(), "", record.answers()});
  EXPECT_TRUE(scores.ok()) << scores.status();
  for (const auto& score : *scores) *record.add_scores() = score;
  return record;
}

ScoreChange Change(const OutcomeScore& from, const OutcomeScore& to,
                   const Part& part = {.subscale = "total"},
                   v1::ChangeBasis basis = v1::CHANGE_BASIS_POINTS) {
  return Compare(*Measures().Find(from.measure()), from, to, part, basis);
}

bool IsReached(const ScoreChange& change, Threshold::Kind kind) {
  for (const auto& applied : change.thresholds()) {
    if (applied.threshold().kind() == kind) return applied.reached();
  }
  ADD_FAILURE() << "no threshold of kind " << kind;
  return false;
}

constexpr char kLefs49[] = "3,3,3,3,3,3,3,3,3,3,3,3,2,2,2,2,2,1,1,1";
constexpr char kLefs58[] = "3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,2,2";
constexpr char kLefs60[] = "3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3";

TEST(ChangeVector, lefs) {
  const auto change = Change(Filled("lefs", kLefs49), Filled("lefs", kLefs60));
  EXPECT_EQ(change.verdict(), ScoreChange::VERDICT_IMPROVED);
  EXPECT_EQ(change.change(), 11);
  EXPECT_EQ(
      change.sentence(),
      "LEFS 49 -> 60 (+11): more than the error of 9, and no less than the smallest important "
      "change of 9: improved");
}

TEST(ChangeVector, psfs) {
  const auto change = Change(Filled("psfs", "2,5,6"), Filled("psfs", "6,8,7"));
  EXPECT_DOUBLE_EQ(change.change(), 2.67);
  EXPECT_TRUE(IsReached(change, Threshold::KIND_MDC));
  EXPECT_EQ(change.verdict(), ScoreChange::VERDICT_IMPROVED);
}

TEST(ChangeVector, uwri) {
  const auto change =
      Change(Filled("uwri", "3,2,2,2,3,1,1,2,2"), Filled("uwri", "3,3,3,3,3,3,3,2,2"));
  EXPECT_EQ(change.change(), 7);
  EXPECT_TRUE(IsReached(change, Threshold::KIND_MDC));
  EXPECT_TRUE(IsReached(change, Threshold::KIND_MINIMAL));
  EXPECT_FALSE(IsReached(change, Threshold::KIND_MCID));
  EXPECT_EQ(change.verdict(), ScoreChange::VERDICT_CHANGED);
}

TEST(ScoreChanges, AChangeOfExactlyTheErrorIsNoneAndIsNotShown) {
  const auto change = Change(Filled("lefs", kLefs49), Filled("lefs", kLefs58));
  EXPECT_EQ(change.verdict(), ScoreChange::VERDICT_WITHIN_ERROR);
  EXPECT_FALSE(change.has_change());
  EXPECT_FALSE(change.has_change_percent());
  EXPECT_EQ(change.sentence(), "LEFS 49 -> 58: within the measurement error of 9: no change shown");
}

TEST(ScoreChanges, LessPainIsAnImprovementAndMoreFunctionIsOne) {
  const auto pain =
      Change(Filled("nprs", "6", "total", "worst"), Filled("nprs", "4", "total", "worst"));
  EXPECT_EQ(pain.verdict(), ScoreChange::VERDICT_IMPROVED);
  EXPECT_THAT(pain.sentence(), HasSubstr("NPRS (worst) 6 -> 4 (-2)"));
  EXPECT_EQ(Change(Filled("lefs", kLefs60), Filled("lefs", kLefs49)).verdict(),
            ScoreChange::VERDICT_WORSENED);
}

TEST(ScoreChanges, AClinicMayCountInPercent) {
  const auto nine = Filled("nprs", "9", "total", "worst");
  const auto seven = Filled("nprs", "7", "total", "worst");
  EXPECT_EQ(Change(nine, seven).verdict(), ScoreChange::VERDICT_IMPROVED);
  // 2 of 9 is 22%, less than 30%.
  const auto share = Change(nine, seven, {.subscale = "total"}, v1::CHANGE_BASIS_PERCENT);
  EXPECT_EQ(share.verdict(), ScoreChange::VERDICT_CHANGED);
  EXPECT_THAT(share.sentence(), HasSubstr("30%"));
  // Of 0 there is no percentage: points count.
  const auto none = Filled("nprs", "0", "total", "worst");
  EXPECT_EQ(Change(none, seven, {.subscale = "total"}, v1::CHANGE_BASIS_PERCENT).verdict(),
            ScoreChange::VERDICT_WORSENED);
}

TEST(ScoreChanges, AnErrorLargerThanTheImportantChangeWins) {
  // From 50 to 75: above the important change of 15, below the error of 33.8.
  const auto change =
      Change(Filled("hagos", "2,2", "pa"), Filled("hagos", "1,1", "pa"), {.subscale = "pa"});
  EXPECT_TRUE(IsReached(change, Threshold::KIND_MCID));
  EXPECT_EQ(change.verdict(), ScoreChange::VERDICT_WITHIN_ERROR);
}

TEST(ScoreChanges, WhereNoErrorIsKnownASmallDifferenceIsNotJudged) {
  const char* adl = "2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2";
  const char* a_little = "1,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2";  // +1.47
  const char* more = "1,1,1,2,2,2,2,2,2,2,2,2,2,2,2,2,2";      // +4.41
  const Part part{.subscale = "adl"};
  const auto small = Change(Filled("hoos", adl, "adl"), Filled("hoos", a_little, "adl"), part);
  EXPECT_EQ(small.verdict(), ScoreChange::VERDICT_NOT_JUDGED);
  EXPECT_FALSE(small.has_change());
  EXPECT_NE(small.because(), "");
  const auto large = Change(Filled("hoos", adl, "adl"), Filled("hoos", more, "adl"), part);
  EXPECT_EQ(large.verdict(), ScoreChange::VERDICT_IMPROVED);
  EXPECT_THAT(large.sentence(), HasSubstr("its error is not known"));
  EXPECT_EQ(Change(Filled("siras", "1,1,1"), Filled("siras", "5,5,5")).verdict(),
            ScoreChange::VERDICT_NOT_JUDGED);
}

TEST(ScoreChanges, OneActivityHasAnErrorOfItsOwn) {
  const auto from = Filled("psfs", "2,5,6");
  const Part first{.subscale = "total", .item = "Activity 1"};
  const auto three = Change(from, Filled("psfs", "5,5,6"), first);
  EXPECT_EQ(three.verdict(), ScoreChange::VERDICT_WITHIN_ERROR);
  const auto four = Change(from, Filled("psfs", "6,5,6"), first);
  EXPECT_EQ(four.verdict(), ScoreChange::VERDICT_CHANGED);
  EXPECT_EQ(four.change(), 4);
  EXPECT_THAT(four.sentence(), HasSubstr("PSFS 'Activity 1' 2 -> 6 (+4)"));
}

TEST(ScoreChanges, OtherActivitiesAreNotCompared) {
  const auto from = Filled("psfs", "2,5,6");
  auto other = Filled("psfs", "6,8,7");
  other.mutable_answers(0)->mutable_items(2)->set_label("dancing");
  EXPECT_EQ(Change(from, other).verdict(), ScoreChange::VERDICT_NOT_COMPARABLE);
  EXPECT_EQ(Change(from, Filled("psfs", "6,8,-")).verdict(), ScoreChange::VERDICT_NOT_COMPARABLE);
  // The same ones in another order are the same.
  auto turned = Filled("psfs", "6,8,7");
  turned.mutable_answers(0)->mutable_items()->SwapElements(0, 2);
  EXPECT_EQ(Change(from, turned).verdict(), ScoreChange::VERDICT_IMPROVED);
}

TEST(ScoreChanges, WhatIsNotOnOneScaleIsNotCompared) {
  const std::pair<const char*, std::function<void(OutcomeScore&)>> differences[] = {
      {"measures", [](auto& r) { r.set_measure("measures/uwri"); }},
      {"variants", [](auto& r) { r.set_variant("night"); }},
      {"sides", [](auto& r) { r.set_side(v1::SIDE_RIGHT); }},
      {"periods", [](auto& r) { r.set_period("24h"); }},
      {"versions", [](auto& r) { r.set_version("2"); }},
      {"formulas", [](auto& r) { r.set_formula_version("2"); }},
      {"the later one has no such score", [](auto& r) { r.clear_scores(); }},
  };
  const auto from = Filled("lefs", kLefs49);
  for (const auto& [what, differ] : differences) {
    auto to = Filled("lefs", kLefs60);
    differ(to);
    const auto change = Change(from, to);
    EXPECT_EQ(change.verdict(), ScoreChange::VERDICT_NOT_COMPARABLE) << what;
    EXPECT_THAT(change.because(), HasSubstr(what));
    EXPECT_THAT(change.sentence(), HasSubstr("not comparable"));
    EXPECT_FALSE(change.has_change());
    EXPECT_TRUE(change.thresholds().empty());
  }
}

TEST(ScoreChanges, AScoreOfZeroIsAScore) {
  const auto change =
      Change(Filled("uwri", "0,0,0,0,0,0,0,0,0"), Filled("uwri", "1,1,1,1,1,1,1,1,1"));
  EXPECT_EQ(change.verdict(), ScoreChange::VERDICT_IMPROVED);
  EXPECT_EQ(change.change(), 9);
  EXPECT_FALSE(change.has_change_percent());
  EXPECT_THAT(change.sentence(), Not(HasSubstr("no score")));
}

TEST(ScoreChanges, TheFirstScoreIsTheOnlyOne) {
  const auto change =
      OnlyOne(*Measures().Find("measures/lefs"), Filled("lefs", kLefs49), {.subscale = "total"});
  EXPECT_EQ(change.verdict(), ScoreChange::VERDICT_ONLY_ONE);
  EXPECT_EQ(change.sentence(), "LEFS 49: the only score so far");
}

}  // namespace
}  // namespace midstance::measures

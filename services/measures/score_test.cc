#include "services/measures/score.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/measures/library.h"
#include "services/measures/numbers.h"
#include "services/measures/score_vectors.h"
#include "support/status.h"

namespace midstance::measures {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Answers = google::protobuf::RepeatedPtrField<v1::SubscaleAnswers>;

const v1::Measure& MeasureOf(const std::string& id) {
  static const Library kLibrary = *Shipped();
  const auto* found = kLibrary.Find("measures/" + id);
  EXPECT_NE(found, nullptr) << id;
  return *found;
}

absl::StatusOr<std::vector<v1::SubscaleScore>> ScoreOf(const std::string& id,
                                                       std::string_view variant,
                                                       const std::vector<FilledScale>& form,
                                                       std::string_view version = "") {
  const Answers answers = AnswersOf(form, id == "psfs");
  return Score(MeasureOf(id), {variant, version, answers});
}

v1::SubscaleScore TotalOf(const std::string& id, const char* answers,
                          std::string_view version = "") {
  const auto scores = ScoreOf(id, "", {{"total", answers}}, version);
  EXPECT_TRUE(scores.ok()) << scores.status();
  return scores.ok() ? scores->at(0) : v1::SubscaleScore();
}

std::vector<std::string> PathsOf(const absl::Status& status) {
  std::vector<std::string> paths;
  EXPECT_EQ(ReasonOf(status), v1::ERROR_REASON_FIELD_INVALID) << status;
  const auto fields = BadRequestOf(status);
  if (!fields.has_value()) return paths;
  for (const auto& violation : fields->field_violations()) paths.push_back(violation.field());
  return paths;
}

template <class Vector>
std::string IdOf(const ::testing::TestParamInfo<Vector>& info) {
  return info.param.id;
}

class ScoreVectorTest : public ::testing::TestWithParam<ScoreVector> {};

TEST_P(ScoreVectorTest, IsScoredAsWorkedOutByHand) {
  const auto& vector = GetParam();
  const auto scores = ScoreOf(vector.measure, vector.variant, vector.form);
  ASSERT_TRUE(scores.ok()) << scores.status();
  for (const auto& expected : vector.expected) {
    const v1::SubscaleScore* found = nullptr;
    for (const auto& score : *scores) {
      if (score.subscale() == expected.subscale) found = &score;
    }
    ASSERT_NE(found, nullptr) << expected.subscale;
    EXPECT_EQ(found->has_score(), expected.score.has_value()) << expected.subscale;
    if (expected.score.has_value()) {
      EXPECT_DOUBLE_EQ(found->score(), *expected.score);
    }
    if (!expected.score.has_value()) {
      EXPECT_NE(found->because(), "");
    }
    EXPECT_EQ(found->band(), expected.band);
  }
}

INSTANTIATE_TEST_SUITE_P(Vectors, ScoreVectorTest, ::testing::ValuesIn(ScoreVectors()),
                         IdOf<ScoreVector>);

class RejectVectorTest : public ::testing::TestWithParam<RejectVector> {};

TEST_P(RejectVectorTest, IsRefusedAtItsItem) {
  const auto& vector = GetParam();
  const auto scores = ScoreOf(vector.measure, vector.variant, vector.form);
  EXPECT_THAT(PathsOf(scores.status()), ElementsAre(vector.path));
}

INSTANTIATE_TEST_SUITE_P(Vectors, RejectVectorTest, ::testing::ValuesIn(RejectVectors()),
                         IdOf<RejectVector>);

TEST(Scoring, TellsTheSumOfLefsInPercentToo) {
  EXPECT_DOUBLE_EQ(TotalOf("lefs", "3,3,3,3,3,3,3,3,3,3,3,3,2,2,2,2,2,1,1,1").percent(), 61.25);
}

TEST(Scoring, AZeroIsAnAnswerAndABlankIsNone) {
  const auto zero = TotalOf("uwri", "0,0,0,0,0,0,0,0,0");
  EXPECT_TRUE(zero.has_score());
  EXPECT_EQ(zero.score(), 0);
  EXPECT_EQ(zero.answered(), 9);
  const auto blank = TotalOf("uwri", "0,0,0,0,0,0,0,0,-");
  EXPECT_FALSE(blank.has_score());
  EXPECT_EQ(blank.because(), "8 of 9 answered; all are needed");
}

TEST(Scoring, ScalesASumUpWhereTheMeasureAllowsIt) {
  // 18 answers of 3: 54 * 20 / 18 = 60. 18 of 2 and 3: 45 * 20 / 18 = 50.
  EXPECT_EQ(TotalOf("lefs", "3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,-,-").score(), 60);
  EXPECT_EQ(TotalOf("lefs", "2,2,2,2,2,2,2,2,2,3,3,3,3,3,3,3,3,3,-,-").score(), 50);
  EXPECT_FALSE(TotalOf("lefs", "3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,-,-,-").has_score());
  // 23 * 11 / 10 = 25.3.
  EXPECT_EQ(TotalOf("tsk-11", "2,3,2,3,2,2,3,2,2,2,-").score(), 25);
  EXPECT_FALSE(TotalOf("tsk-11", "2,3,2,3,2,2,3,2,2,-,-").has_score());
}

TEST(Scoring, TakesTheMeanOfTheActivitiesThatWereAnswered) {
  EXPECT_EQ(TotalOf("psfs", "2,-,6").score(), 4);
  EXPECT_EQ(TotalOf("psfs", "-,7,-,-,-").score(), 7);
  EXPECT_THAT(PathsOf(ScoreOf("psfs", "", {{"total", "2,5"}}).status()),
              ElementsAre("answers[0].items"));
  EXPECT_THAT(PathsOf(ScoreOf("psfs", "", {{"total", "2,5,1,1,1,1"}}).status()),
              ElementsAre("answers[0].items"));
}

TEST(Scoring, TheFirstQuestionOfTheOsloFormDecidesOnlyOnTheFormOf2020) {
  EXPECT_THAT(TotalOf("ostrc-o2", "25,-,-,-").because(), HasSubstr("item 1"));
  EXPECT_FALSE(TotalOf("ostrc-o2", "25,-,-,-", "2013").has_score());
  const auto old = TotalOf("ostrc-o2", "8,13,6,8", "2013");
  EXPECT_EQ(old.score(), 35);
  EXPECT_EQ(old.band(), "substantial");
  EXPECT_EQ(TotalOf("ostrc-o2", "8,6,6,8", "2013").band(), "");
}

TEST(Scoring, NoProblemAndAProblemContradictEachOther) {
  EXPECT_THAT(PathsOf(ScoreOf("ostrc-o2", "", {{"total", "0,8,0,17"}}).status()),
              ElementsAre("answers[0].items[1].value", "answers[0].items[3].value"));
  EXPECT_EQ(TotalOf("ostrc-o2", "0,0,0,0").score(), 0);
}

TEST(Scoring, AnAnswerMustBeOneOfTheForm) {
  EXPECT_THAT(PathsOf(ScoreOf("ostrc-o2", "", {{"total", "8,13,17,8"}}).status()),
              ElementsAre("answers[0].items[1].value"));
  EXPECT_TRUE(ScoreOf("ostrc-o2", "", {{"total", "8,13,19,8"}}, "2013").ok());
}

TEST(Scoring, MarksBandsAtTheirEdges) {
  EXPECT_EQ(TotalOf("tsk-11", "2,2,2,2,2,2,2,2,2,2,2").band(), "minimal");   // 22
  EXPECT_EQ(TotalOf("tsk-11", "3,2,2,2,2,2,2,2,2,2,2").band(), "low");       // 23
  EXPECT_EQ(TotalOf("tsk-11", "3,3,3,3,3,3,3,2,2,2,2").band(), "moderate");  // 29
  EXPECT_EQ(TotalOf("tsk-11", "4,4,4,3,3,3,3,3,3,3,3").band(), "high");      // 36
  EXPECT_EQ(TotalOf("groc", "-2").band(), "no change worth noting");
  EXPECT_EQ(TotalOf("groc", "3").band(), "better");
  EXPECT_EQ(TotalOf("groc", "5").band(), "clearly better");
  EXPECT_EQ(TotalOf("groc", "-5").band(), "clearly worse");
}

TEST(Scoring, ASubscaleThatWasNotFilledInHasNoScore) {
  const auto scores = ScoreOf("hagos", "", {{"pa", "3,4"}});
  ASSERT_TRUE(scores.ok()) << scores.status();
  ASSERT_EQ(scores->size(), 6U);
  EXPECT_EQ(scores->at(0).subscale(), "symptoms");
  EXPECT_FALSE(scores->at(0).has_score());
  EXPECT_EQ(scores->at(0).because(), "not filled in");
}

TEST(Scoring, RefusesEverythingThatIsWrongAtOnce) {
  Answers answers =
      AnswersOf({{"pain", "1,2,9,1,2,1,3,0,1,1"}, {"pain", "1"}, {"mood", "1"}}, false);
  answers.Mutable(0)->mutable_items(0)->set_label("stairs");
  const auto scores = Score(MeasureOf("hagos"), {"", "", answers}, "outcome_score.");
  EXPECT_THAT(PathsOf(scores.status()), ElementsAre("outcome_score.answers[0].items[0].label",
                                                    "outcome_score.answers[0].items[2].value",
                                                    "outcome_score.answers[1].subscale",
                                                    "outcome_score.answers[2].subscale"));
}

TEST(Scoring, RefusesAnUnknownVariantAndVersion) {
  EXPECT_THAT(PathsOf(ScoreOf("nprs", "", {{"total", "3"}}).status()), ElementsAre("variant"));
  EXPECT_THAT(PathsOf(ScoreOf("nprs", "noon", {{"total", "3"}}).status()), ElementsAre("variant"));
  EXPECT_THAT(PathsOf(ScoreOf("lefs", "rest", {{"total", "3"}}).status()), ElementsAre("variant"));
  EXPECT_THAT(PathsOf(ScoreOf("groc", "", {{"total", "3"}}, "11-point").status()),
              ElementsAre("version"));
}

TEST(Scoring, RefusesAFormWithoutAnyAnswer) {
  EXPECT_THAT(PathsOf(ScoreOf("nprs", "rest", {{"total", "-"}}).status()), ElementsAre("answers"));
}

TEST(Scoring, ActivitiesHaveNamesThatDiffer) {
  Answers answers = AnswersOf({{"total", "2,5,6"}}, true);
  answers.Mutable(0)->mutable_items(1)->set_label(" Activity  1 ");
  answers.Mutable(0)->mutable_items(2)->clear_label();
  EXPECT_THAT(PathsOf(Score(MeasureOf("psfs"), {"", "", answers}).status()),
              ElementsAre("answers[0].items[1].label", "answers[0].items[2].label"));
}

TEST(Numbers, HalvesAreRoundedUp) {
  EXPECT_EQ(RoundHalfUp(46.875, 2), 46.88);
  EXPECT_EQ(RoundHalfUp(1.005, 2), 1.01);
  EXPECT_EQ(RoundHalfUp(2.5, 0), 3);
  EXPECT_EQ(RoundHalfUp(-2.5, 0), -2);
  EXPECT_EQ(RoundHalfUp(2.4999, 0), 2);
  EXPECT_EQ(NumberText(RoundHalfUp(-0.4, 0)), "0");
  EXPECT_EQ(NumberText(61.25), "61.25");
  EXPECT_EQ(NumberText(50), "50");
  EXPECT_EQ(Difference(4.35, 4.33), 0.02);
}

}  // namespace
}  // namespace midstance::measures

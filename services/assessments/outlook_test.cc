#include "services/assessments/outlook.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace midstance::assessments {
namespace {

using rules::v1::Urgency;
using ::testing::IsEmpty;
using ::testing::SizeIs;

rules::v1::Question Asks(const std::string& code, Urgency urgency, int rules = 1) {
  rules::v1::Question question;
  question.set_code(code);
  question.set_urgency(urgency);
  for (int i = 0; i < rules; ++i) question.add_rules("rule-" + std::to_string(i));
  return question;
}

rules::v1::RuleResult& Undecided(rules::v1::Evaluation& evaluation, const std::string& rule,
                                 Urgency urgency, int questions = 1) {
  auto& result = *evaluation.add_results();
  result.set_rule(rule);
  result.set_fingerprint(rule + "@hip/left");
  result.set_truth(rules::v1::UNDECIDED);
  for (int i = 0; i < questions; ++i) {
    *result.add_would_decide() = Asks("code_" + std::to_string(i), urgency);
  }
  return result;
}

TEST(CloseRules, ComeMostUrgentFirstThenWithTheFewestQuestions) {
  rules::v1::Evaluation evaluation;
  Undecided(evaluation, "soon", rules::v1::SOON);
  Undecided(evaluation, "urgent-two", rules::v1::URGENT, 2);
  Undecided(evaluation, "urgent-one", rules::v1::URGENT);
  const auto close = CloseRules(evaluation);
  ASSERT_THAT(close, SizeIs(3));
  EXPECT_EQ(close[0].rule(), "urgent-one");
  EXPECT_EQ(close[1].rule(), "urgent-two");
  EXPECT_EQ(close[2].rule(), "soon");
  EXPECT_EQ(close[2].urgency(), rules::v1::SOON);
}

TEST(CloseRules, LeaveOutWhatNothingPointsToAndWhatIsKnownNotToHold) {
  rules::v1::Evaluation evaluation;
  Undecided(evaluation, "untouched", rules::v1::EMERGENCY, 0);
  Undecided(evaluation, "denied", rules::v1::URGENT).set_truth(rules::v1::DOES_NOT_HOLD);
  EXPECT_THAT(CloseRules(evaluation), IsEmpty());
}

TEST(CloseRules, LeaveOutWhatAMoreSeriousRuleOfTheFamilyHasRaised) {
  rules::v1::Evaluation evaluation;
  Undecided(evaluation, "low", rules::v1::SOON).set_fingerprint("swelling@hip/left");
  auto& high = Undecided(evaluation, "high", rules::v1::URGENT);
  high.set_fingerprint("swelling@hip/left");
  high.set_family_rank(2);
  auto& held = Undecided(evaluation, "held", rules::v1::SOON);
  held.set_fingerprint("swelling@hip/left");
  held.set_family_rank(1);
  held.set_truth(rules::v1::HOLDS);
  const auto close = CloseRules(evaluation);
  ASSERT_THAT(close, SizeIs(1));
  EXPECT_EQ(close[0].rule(), "high");
}

TEST(CloseRules, AreTwentyAtMost) {
  rules::v1::Evaluation evaluation;
  for (int i = 0; i < 25; ++i) Undecided(evaluation, "rule-" + std::to_string(i), rules::v1::SOON);
  EXPECT_THAT(CloseRules(evaluation), SizeIs(20));
}

TEST(NotAskedQuestions, ComeMostUrgentFirstThenWithTheMostRulesAndAreThirtyAtMost) {
  rules::v1::Evaluation evaluation;
  *evaluation.add_would_decide() = Asks("soon", rules::v1::SOON, 3);
  *evaluation.add_would_decide() = Asks("one", rules::v1::URGENT, 1);
  *evaluation.add_would_decide() = Asks("two", rules::v1::URGENT, 2);
  auto questions = NotAsked(evaluation);
  ASSERT_THAT(questions, SizeIs(3));
  EXPECT_EQ(questions[0].code(), "two");
  EXPECT_EQ(questions[1].code(), "one");
  EXPECT_EQ(questions[2].code(), "soon");
  for (int i = 0; i < 40; ++i) {
    *evaluation.add_would_decide() = Asks("q" + std::to_string(i), rules::v1::SOON);
  }
  EXPECT_THAT(NotAsked(evaluation), SizeIs(30));
}

}  // namespace
}  // namespace midstance::assessments

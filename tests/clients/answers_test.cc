#include "clients/cli/answers.h"

#include <gtest/gtest.h>

namespace midstance::cli {
namespace {

TEST(Answers, AValueIsANumberAThreeValuedAnswerOrAChoice) {
  const auto answers = ParseAnswers(
      "knee/left", {"swelling=1", "swelling_settles=no", "warmth=present", "redness=not-asked"});
  ASSERT_TRUE(answers.ok());
  ASSERT_EQ(answers->reports.size(), 1);
  const auto& observations = answers->reports[0].observations();
  ASSERT_EQ(observations.size(), 4);
  EXPECT_EQ(observations[0].number(), 1);
  EXPECT_EQ(observations[1].choice(), "no");
  EXPECT_EQ(observations[2].answer(), v1::ANSWER_PRESENT);
  EXPECT_EQ(observations[3].answer(), v1::ANSWER_NOT_ASKED);
}

TEST(Answers, ZeroIsAnAnswer) {
  const auto answers = ParseAnswers("hip/left", {"rest_nprs=0"});
  ASSERT_TRUE(answers.ok());
  EXPECT_TRUE(answers->reports[0].observations(0).has_number());
}

TEST(Answers, AWordMayNameItsOwnPlace) {
  const auto answers =
      ParseAnswers("knee/left", {"swelling=1", "ankle/right:swelling=2", "general:fever=absent"});
  ASSERT_TRUE(answers.ok());
  ASSERT_EQ(answers->reports.size(), 2);
  EXPECT_EQ(answers->reports[1].site().area(), v1::AREA_ANKLE);
  ASSERT_EQ(answers->general.size(), 1);
  EXPECT_EQ(answers->general[0].code(), "fever");
}

TEST(Answers, AFindingWithoutAPlaceIsRefusedWithTheTwoWaysOut) {
  const auto answers = ParseAnswers("", {"fever=present"});
  ASSERT_FALSE(answers.ok());
  EXPECT_EQ(answers.status().message(),
            "'fever=present' needs a place: --site knee/left, or general:fever=present for the "
            "whole patient");
}

TEST(Answers, AWordWithoutAValueIsRefused) {
  EXPECT_FALSE(ParseAnswers("knee/left", {"swelling"}).ok());
  EXPECT_FALSE(ParseAnswers("knee/left", {"swelling="}).ok());
  EXPECT_FALSE(ParseAnswers("knee/left", {"=1"}).ok());
}

TEST(Answers, ANumberMayHaveAUnit) {
  const auto answers = ParseAnswers("hip/left", {"force_hip_abduction=20.5kg", "fadir=nt"});
  ASSERT_TRUE(answers.ok());
  const auto& observations = answers->reports[0].observations();
  EXPECT_EQ(observations[0].number(), 20.5);
  EXPECT_EQ(observations[0].unit(), "kg");
  EXPECT_EQ(observations[1].choice(), "nt");
}

}  // namespace
}  // namespace midstance::cli

#include "clients/checkin/read_answer.h"

#include <gmock/gmock.h>

#include "clients/checkin/flow_testing.h"
#include "support/status.h"

namespace midstance::checkin {
namespace {

using ::testing::HasSubstr;

// The one wrong field of an error as "field: what is right"; empty when it was no such error.
std::string WrongOf(const absl::Status& status) {
  const auto bad = BadRequestOf(status);
  if (!bad.has_value() || bad->field_violations_size() != 1) return "";
  return bad->field_violations(0).field() + ": " + bad->field_violations(0).description();
}

TEST(ReadAnswer, ANumberIsDigitsWithOnePointOrComma) {
  FormBuilder build;
  const auto& question = build.Number("worst_nprs", 10);
  EXPECT_EQ(*ReadAnswer(question, " 0 "), Answer::Number(0));
  EXPECT_EQ(*ReadAnswer(question, "10"), Answer::Number(10));
  EXPECT_EQ(*ReadAnswer(question, "2,5"), Answer::Number(2.5));
  EXPECT_EQ(*ReadAnswer(question, "2.5"), Answer::Number(2.5));
  for (const auto* wrong : {"11", "-1", "1e1", "0x5", "inf", "nan", "3 4", "1.2.3", "five", ".",
                            "99999999999999999999999999"}) {
    EXPECT_EQ(WrongOf(ReadAnswer(question, wrong).status()),
              "knee/left worst_nprs: must be a number from 0 to 10")
        << wrong;
  }
}

TEST(ReadAnswer, YesAndNoAreSaidInHerLanguageOrInEnglish) {
  FormBuilder build;
  auto& question = build.Flag("fever");
  question.clear_site();
  const AnswerWords german{.yes = "j ja", .no = "n nein", .not_sure = "weiss-nicht"};
  for (const auto* yes : {"j", "JA", "yes", "present"}) {
    EXPECT_EQ(*ReadAnswer(question, yes, german), Answer::Present()) << yes;
  }
  EXPECT_EQ(*ReadAnswer(question, "nein", german), Answer::Absent());
  EXPECT_EQ(*ReadAnswer(question, "?"), Answer::NotSure());
  EXPECT_EQ(*ReadAnswer(question, "weiss-nicht", german), Answer::NotSure());
  EXPECT_EQ(*ReadAnswer(question, ""), Answer::LeftOut());
  EXPECT_EQ(WrongOf(ReadAnswer(question, "ja").status()), "fever: must be yes, no or ?");
}

TEST(ReadAnswer, AChoiceIsItsNumberItsCodeOrWhatItIsCalled) {
  FormBuilder build;
  auto& question = build.Choice("swelling");
  for (const auto* text : {"Keine", "Etwas", "Stark"}) question.add_choice_texts(text);
  EXPECT_EQ(*ReadAnswer(question, "1"), Answer::Choice(0));
  EXPECT_EQ(*ReadAnswer(question, "severe"), Answer::Choice(2));
  EXPECT_EQ(*ReadAnswer(question, "etwas"), Answer::Choice(1));
  EXPECT_EQ(*ReadAnswer(question, "?"), Answer::NotSure());
  EXPECT_THAT(WrongOf(ReadAnswer(question, "0").status()), HasSubstr("none, some, severe"));
  EXPECT_THAT(WrongOf(ReadAnswer(question, "4").status()), HasSubstr("knee/left swelling: "));
}

TEST(ReadAnswer, NotSureIsTheChoiceUnknownWhereThereIsOne) {
  FormBuilder build;
  auto& question = build.Choice("night_pattern");
  question.add_choices("unknown");
  EXPECT_EQ(*ReadAnswer(question, "?"), Answer::Choice(3));
}

TEST(ReadAnswer, AnErrorDoesNotQuoteWhatWasTyped) {
  FormBuilder build;
  const auto status = ReadAnswer(build.Flag("fever"), "my neighbour says").status();
  EXPECT_EQ(ReasonOf(status), v1::ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(status.ToString().find("neighbour"), std::string::npos);
}

TEST(ReadAnswer, DoneIsALetterOrAWord) {
  EXPECT_EQ(*ReadDone("bridge", "d"), v1::DONE_FULL);
  EXPECT_EQ(*ReadDone("bridge", "Part"), v1::DONE_PART);
  EXPECT_EQ(*ReadDone("bridge", "s"), v1::DONE_SKIPPED);
  EXPECT_EQ(*ReadDone("bridge", "a", {.skipped = "a ausgelassen"}), v1::DONE_SKIPPED);
  EXPECT_FALSE(ReadDone("bridge", "s", {.skipped = "n no"}).ok()) << "it may mean yes there";
  EXPECT_EQ(*ReadDone("bridge", " "), v1::DONE_UNSPECIFIED);
  EXPECT_EQ(WrongOf(ReadDone("bridge", "x").status()), "bridge: must be done, part or skipped");
}

TEST(ReadAnswer, ANumberOfARunHasItsLimits) {
  EXPECT_EQ(*ReadNumber("run.minutes", "35", 0, 1440), 35);
  EXPECT_EQ(WrongOf(ReadNumber("run.minutes", "1441", 0, 1440).status()),
            "run.minutes: must be a number from 0 to 1440");
}

TEST(ReadAnswer, AnAnswerOfAnotherKindIsWrong) {
  FormBuilder build;
  const auto flag = build.Flag("fever");
  const auto number = build.Number("worst_nprs", 10);
  const auto choice = build.Choice("swelling");
  EXPECT_TRUE(CheckAnswer(flag, Answer::Present()).ok());
  EXPECT_TRUE(CheckAnswer(choice, Answer::Choice(2)).ok());
  EXPECT_TRUE(CheckAnswer(number, Answer::NotSure()).ok());
  EXPECT_FALSE(CheckAnswer(flag, Answer::Number(1)).ok());
  EXPECT_FALSE(CheckAnswer(number, Answer::Present()).ok());
  EXPECT_FALSE(CheckAnswer(number, Answer::Number(11)).ok());
  EXPECT_FALSE(CheckAnswer(choice, Answer::Choice(3)).ok());
  EXPECT_FALSE(CheckAnswer(choice, Answer::Choice(-1)).ok());
}

TEST(ReadAnswer, AnExerciseIsCalledByItsIdAndSide) {
  FormBuilder build;
  EXPECT_EQ(NameOf(build.Exercise("clamshell", v1::SIDE_LEFT)), "clamshell left");
  EXPECT_EQ(NameOf(build.Exercise("bridge")), "bridge");
}

}  // namespace
}  // namespace midstance::checkin

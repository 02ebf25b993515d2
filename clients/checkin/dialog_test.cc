#include "clients/checkin/dialog.h"

#include <gmock/gmock.h>

#include "clients/checkin/flow_testing.h"
#include "clients/checkin/typist.h"

namespace midstance::checkin {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr auto kSafety = "Call the emergency number at once if you have a fever.";

class Talk : public ::testing::Test {
 protected:
  Talk() { form_.mutable_safety()->set_text(kSafety); }

  DialogEnd Run(std::vector<std::string> lines) {
    typist_.emplace(std::move(lines));
    terminal_.emplace(typist_->terminal());
    dialog_.emplace(*terminal_, *WordsIn(language_), form_, Blank(form_));
    return dialog_->Ask();
  }
  const Answer& Said(std::size_t question) { return dialog_->answers().questions[question]; }

  v1::CheckInForm form_ = WholeForm();
  std::string language_ = "en";
  std::optional<Typist> typist_;
  std::optional<Terminal> terminal_;
  std::optional<Dialog> dialog_;
};

TEST_F(Talk, AQuietDayIsOneLineForEachThing) {
  EXPECT_EQ(Run({"3", "0", "n", "d", "d", "s", "", "s"}), DialogEnd::kSend);
  EXPECT_TRUE(typist_->done());
  EXPECT_EQ(Said(0), Answer::Number(3));
  EXPECT_EQ(Said(3), Answer::Number(0));
  EXPECT_EQ(Said(6), Answer::Absent());
  EXPECT_EQ(dialog_->answers().run.done(), v1::DONE_SKIPPED);
  EXPECT_EQ(dialog_->answers().note, "");
  EXPECT_THAT(typist_->said(), Not(HasSubstr("emergency number")));
}

TEST_F(Talk, NoLineIsWiderThanTheTerminalAndNothingSteersIt) {
  Run({"3", "1 2", "2", "1", "3", "2", "y", "d", "d", "d", "30", "4", "a note", "s"});
  std::istringstream lines(typist_->printed());
  for (std::string line; std::getline(lines, line);) EXPECT_LE(ColumnsOf(line), 40) << line;
  EXPECT_EQ(typist_->Count("\x1b"), 0U);
}

TEST_F(Talk, WhatIsTickedIsAskedForNext) {
  EXPECT_EQ(Run({"3", "2", "4", "3", "n", "", "", "", "", "s"}), DialogEnd::kSend);
  EXPECT_EQ(Said(3), Answer::Number(4));
  EXPECT_EQ(Said(4), Answer::Choice(2));
  EXPECT_EQ(Said(1), Answer::Choice(0));
  EXPECT_EQ(dialog_->answers().exercises[0], v1::DONE_UNSPECIFIED);
}

TEST_F(Talk, TheSafetyTextComesWithTheVeryAnswerAndBeforeTheNextQuestion) {
  Run({"3", "0", "y", "d"});
  const std::string printed = typist_->said();
  const auto safety = printed.find("emergency number");
  ASSERT_NE(safety, std::string::npos);
  EXPECT_LT(printed.find("How is fever?"), safety);
  EXPECT_LT(safety, printed.find("Exercise:"));
  EXPECT_THAT(printed, HasSubstr("not sent yet"));
  EXPECT_EQ(typist_->Count("emergency number"), 1U);
}

TEST_F(Talk, TheSafetyTextIsToldWhenAskedFor) {
  Run({"!", "3"});
  EXPECT_EQ(typist_->Count("emergency number"), 1U);
  EXPECT_EQ(Said(0), Answer::Number(3));
}

TEST_F(Talk, BackGoesToTheQuestionBeforeAndShowsWhatWasSaid) {
  EXPECT_EQ(Run({"3", "b", "5", "0", "b", "", "n", "", "", "", "", "s"}), DialogEnd::kSend);
  EXPECT_EQ(Said(0), Answer::Number(5));
  EXPECT_EQ(Said(3), Answer::Number(0)) << "Enter kept it";
  EXPECT_THAT(typist_->said(), HasSubstr("Now: 3."));
}

TEST_F(Talk, BackFromTheFirstQuestionStaysThere) {
  Run({"b", "3"});
  EXPECT_THAT(typist_->said(), HasSubstr("This is the first question."));
  EXPECT_EQ(Said(0), Answer::Number(3));
}

TEST_F(Talk, AWrongAnswerIsAskedAgainWithWhatARightOneIs) {
  Run({"11", "x", "10", "9", "0"});
  EXPECT_EQ(typist_->Count("Please type a number from 0 to 10"), 2U);
  EXPECT_EQ(Said(0), Answer::Number(10));
  EXPECT_EQ(Said(5), Answer::Absent());
}

TEST_F(Talk, EnterLeavesOutAndAQuestionMarkIsNotSure) {
  Run({"", "", "?", "", "", "", ""});
  EXPECT_EQ(Said(0), Answer::LeftOut());
  EXPECT_EQ(Said(6), Answer::NotSure());
}

TEST_F(Talk, NothingAnsweredIsNotSent) {
  EXPECT_EQ(Run({"", "", "", "", "", "", "", "s", "q"}), DialogEnd::kQuit);
  EXPECT_THAT(typist_->said(), HasSubstr("One answer is enough."));
}

TEST_F(Talk, TheReviewLeadsToAnAnswerAndBack) {
  // 1 is the first question; from there the review comes at once.
  EXPECT_EQ(Run({"3", "0", "n", "", "", "", "", "1", "7", "s"}), DialogEnd::kSend);
  EXPECT_TRUE(typist_->done());
  EXPECT_EQ(Said(0), Answer::Number(7));
  EXPECT_EQ(typist_->Count("Your answers:"), 2U);
}

TEST_F(Talk, AChangeInTheReviewAsksForWhatItOpens) {
  // 3 is pain at night, in the list.
  EXPECT_EQ(Run({"3", "0", "n", "", "", "", "", "3", "2", "5", "2", "s"}), DialogEnd::kSend);
  EXPECT_TRUE(typist_->done());
  EXPECT_EQ(Said(3), Answer::Number(5));
  EXPECT_EQ(Said(4), Answer::Choice(1));
}

TEST_F(Talk, WhatWasNotTickedIsShownAsNotSo) {
  Run({"3", "3", "n", "d", "d", "s", "", "s"});
  const std::string said = typist_->said();
  EXPECT_THAT(said, HasSubstr("1 How is worst_nprs? 3"));
  EXPECT_THAT(said, HasSubstr("2 Swelling: no 3 Pain at night: no 4 Locking or catching: yes"));
}

TEST_F(Talk, AnAnswerIsTakenOutByADash) {
  EXPECT_EQ(Run({"3", "0", "n", "d", "", "", "", "1", "-", "s"}), DialogEnd::kSend);
  EXPECT_EQ(Said(0), Answer::LeftOut());
}

TEST_F(Talk, EndsWhenThereIsNothingMoreToReadOrNobodyThere) {
  EXPECT_EQ(Run({"3"}), DialogEnd::kGone);
  typist_.emplace(std::vector<std::string>{"3"});
  typist_->GoAway();
  terminal_.emplace(typist_->terminal());
  dialog_.emplace(*terminal_, *WordsIn("en"), form_, Blank(form_));
  EXPECT_EQ(dialog_->Ask(), DialogEnd::kIdle);
}

TEST_F(Talk, IsHeldInHerLanguage) {
  language_ = "es";
  EXPECT_EQ(Run({"3", "0", "s", "h", "n", "p", "20", "3", "hola", "e"}), DialogEnd::kSend);
  EXPECT_EQ(Said(6), Answer::Present());
  EXPECT_EQ(dialog_->answers().exercises[0], v1::DONE_FULL);
  EXPECT_EQ(dialog_->answers().exercises[1], v1::DONE_SKIPPED);
  EXPECT_EQ(dialog_->answers().run.minutes(), 20);
  EXPECT_EQ(dialog_->answers().note, "hola");
}

}  // namespace
}  // namespace midstance::checkin

#include "clients/checkin/question_flow.h"

#include <gmock/gmock.h>

#include <string>

#include "clients/checkin/flow_testing.h"

namespace midstance::checkin {
namespace {

using ::testing::ElementsAre;

constexpr auto kList = Step::Kind::kTickList;
constexpr auto kQuestion = Step::Kind::kQuestion;
constexpr auto kExercise = Step::Kind::kExercise;
constexpr auto kNote = Step::Kind::kNote;

TEST(QuestionFlow, AFormOfAnOldServerIsAskedQuestionByQuestion) {
  FormBuilder build;
  build.Number("worst_nprs", 10);
  build.Flag("swelling");
  build.Choice("night_pattern");
  const auto& form = build.form();
  EXPECT_THAT(Steps(form, Blank(form)), ElementsAre(Step{kQuestion, 0}, Step{kQuestion, 1},
                                                    Step{kQuestion, 2}, Step{kNote, 0}));
}

TEST(QuestionFlow, WhatMayBeTickedAtOnePlaceIsOneStepAndOneAloneIsAskedByItself) {
  const auto form = WholeForm();
  const auto lists = TickLists(form);
  ASSERT_EQ(lists.size(), 1U);
  EXPECT_THAT(lists[0].questions, ElementsAre(1, 3, 5));
  ASSERT_TRUE(lists[0].site.has_value());
  EXPECT_EQ(lists[0].site->area(), v1::AREA_KNEE);
  EXPECT_THAT(
      Steps(form, Blank(form)),
      ElementsAre(Step{kQuestion, 0}, Step{kList, 1}, Step{kQuestion, 6}, Step{kExercise, 0},
                  Step{kExercise, 1}, Step{Step::Kind::kRun, 0}, Step{kNote, 0}));
}

TEST(QuestionFlow, EachSideHasAListOfItsOwn) {
  FormBuilder build;
  for (const auto side : {v1::SIDE_LEFT, v1::SIDE_RIGHT}) {
    for (const auto* code : {"warmth", "locking"}) {
      auto& question = build.Flag(code);
      question.set_tick_text(code);
      question.mutable_site()->set_side(side);
    }
  }
  const auto lists = TickLists(build.form());
  ASSERT_EQ(lists.size(), 2U);
  EXPECT_THAT(lists[0].questions, ElementsAre(0, 1));
  EXPECT_THAT(lists[1].questions, ElementsAre(2, 3));
}

TEST(QuestionFlow, AQuestionOpensWhenItsGateSaysSo) {
  const auto form = WholeForm();
  auto answers = Blank(form);
  EXPECT_FALSE(IsOpen(form, answers, 4));
  answers.questions[3] = Answer::Number(0);
  EXPECT_FALSE(IsOpen(form, answers, 4));
  answers.questions[3] = Answer::Number(2);
  EXPECT_TRUE(IsOpen(form, answers, 4));
  answers.questions[3] = Answer::NotSure();
  EXPECT_FALSE(IsOpen(form, answers, 4));
  answers.questions[1] = Answer::Choice(0);
  EXPECT_FALSE(IsOpen(form, answers, 2));
  answers.questions[1] = Answer::Choice(1);
  EXPECT_TRUE(IsOpen(form, answers, 2));
}

TEST(QuestionFlow, AGateBehindAClosedGateOpensNothing) {
  FormBuilder build;
  build.Flag("a");
  build.Flag("b").set_asked_when("a");
  build.Flag("c").set_asked_when("b");
  auto answers = Blank(build.form());
  answers.questions[1] = Answer::Present();
  EXPECT_FALSE(IsOpen(build.form(), answers, 2));
  answers.questions[0] = Answer::Present();
  EXPECT_TRUE(IsOpen(build.form(), answers, 2));
}

TEST(QuestionFlow, AGateAtTheSameSiteComesBeforeOneAboutTheWholePatient) {
  FormBuilder build;
  build.Flag("pain").clear_site();
  build.Flag("pain").mutable_site()->set_side(v1::SIDE_RIGHT);
  build.Flag("pain");
  build.Flag("kind").set_asked_when("pain");
  auto& other = build.Flag("kind");
  other.mutable_site()->set_area(v1::AREA_HIP);
  other.set_asked_when("pain");
  auto answers = Blank(build.form());
  answers.questions[2] = Answer::Present();
  EXPECT_TRUE(IsOpen(build.form(), answers, 3));
  EXPECT_FALSE(IsOpen(build.form(), answers, 4));
  answers.questions[2] = Answer::Absent();
  answers.questions[0] = Answer::Present();
  EXPECT_FALSE(IsOpen(build.form(), answers, 3));
  EXPECT_TRUE(IsOpen(build.form(), answers, 4));
}

TEST(QuestionFlow, WhatIsAboutTheWholePatientIsOpenedFromAnySite) {
  FormBuilder build;
  build.Number("rest_nprs", 10);
  build.Number("rest_nprs", 10).mutable_site()->set_side(v1::SIDE_RIGHT);
  auto& question = build.Number("load_off_h", 2000);
  question.clear_site();
  question.set_asked_when("rest_nprs");
  auto answers = Blank(build.form());
  EXPECT_FALSE(IsOpen(build.form(), answers, 2));
  answers.questions[0] = Answer::Number(0);
  answers.questions[1] = Answer::Number(2);
  EXPECT_TRUE(IsOpen(build.form(), answers, 2));
  answers.questions[1] = Answer::Number(0);
  EXPECT_FALSE(IsOpen(build.form(), answers, 2));
}

TEST(QuestionFlow, AGateThatIsNotOnTheFormOrACircleHidesNoQuestion) {
  FormBuilder build;
  build.Flag("a").set_asked_when("b");
  build.Flag("b").set_asked_when("a");
  build.Flag("c").set_asked_when("c");
  build.Flag("d").set_asked_when("gone");
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(IsOpen(build.form(), Blank(build.form()), i)) << i;
}

TEST(QuestionFlow, WhatIsTickedIsAskedForAfterTheList) {
  const auto form = WholeForm();
  auto answers = Blank(form);
  answers.questions[3] = Answer::Ticked();
  answers = NothingElse(form, answers, TickLists(form)[0].questions);
  const Step list{kList, 1};
  EXPECT_EQ(NextStep(form, answers, list), (Step{kQuestion, 3}));
  answers.questions[3] = Answer::Number(2);
  EXPECT_EQ(NextStep(form, answers, Step{kQuestion, 3}), (Step{kQuestion, 4}));
  EXPECT_EQ(StepBefore(form, answers, Step{kQuestion, 3}), list);
  EXPECT_EQ(StepBefore(form, answers, Step{kQuestion, 0}), std::nullopt);
  EXPECT_EQ(NextStep(form, answers, Step{kNote, 0}), std::nullopt);
}

TEST(QuestionFlow, NoneOfTheseIsAbsentZeroAndTheFirstChoice) {
  const auto form = WholeForm();
  const auto answers = NoneOfThese(form, Blank(form));
  EXPECT_EQ(answers.questions[0], Answer());
  EXPECT_EQ(answers.questions[1], Answer::Choice(0));
  EXPECT_EQ(answers.questions[2], Answer());
  EXPECT_EQ(answers.questions[3], Answer::Number(0));
  EXPECT_EQ(answers.questions[5], Answer::Absent());
  EXPECT_EQ(answers.questions[6], Answer::Absent());
  EXPECT_EQ(NextStep(form, answers, Step{kList, 1}), (Step{kQuestion, 6}));
}

TEST(QuestionFlow, NoneOfTheseLeavesWhatWasSaid) {
  const auto form = WholeForm();
  auto answers = Blank(form);
  answers.questions[1] = Answer::NotSure();
  answers.questions[3] = Answer::Ticked();
  answers.questions[5] = Answer::Present();
  answers = NoneOfThese(form, answers);
  EXPECT_EQ(answers.questions[1], Answer::NotSure());
  EXPECT_EQ(answers.questions[3], Answer::Ticked());
  EXPECT_EQ(answers.questions[5], Answer::Present());
}

TEST(QuestionFlow, NoneOfTheseTellsNoNumberThatMayNotBe) {
  FormBuilder build;
  auto& question = build.Number("beats", 200);
  question.set_lower(30);
  question.set_tick_text("Racing heart");
  EXPECT_EQ(NoneOfThese(build.form(), Blank(build.form())).questions[0], Answer::LeftOut());
}

TEST(QuestionFlow, TheSafetyTextIsShownAsSoonAsASignIsTickedOrSaid) {
  FormBuilder build;
  build.Number("nights", 7).set_shows_safety(true);
  build.Flag("swelling");
  auto answers = Blank(build.form());
  answers.questions[1] = Answer::Present();
  EXPECT_FALSE(ShowsSafety(build.form(), answers));
  answers.questions[0] = Answer::Number(0);
  EXPECT_FALSE(ShowsSafety(build.form(), answers));
  answers.questions[0] = Answer::Ticked();
  EXPECT_TRUE(ShowsSafety(build.form(), answers));
  answers.questions[0] = Answer::Number(1);
  EXPECT_TRUE(ShowsSafety(build.form(), answers));
}

TEST(QuestionFlow, AClosedQuestionShowsNoSafetyText) {
  FormBuilder build;
  build.Flag("a");
  auto& sign = build.Flag("b");
  sign.set_asked_when("a");
  sign.set_shows_safety(true);
  auto answers = Blank(build.form());
  answers.questions[1] = Answer::Present();
  EXPECT_FALSE(ShowsSafety(build.form(), answers));
}

TEST(QuestionFlow, AnExerciseIsAskedForWhenItIsDueOrWasTold) {
  FormBuilder build;
  build.Exercise("due");
  build.Exercise("rest").set_due(false);
  build.Exercise("held").set_held(true);
  auto answers = Blank(build.form());
  EXPECT_TRUE(AsksExercise(build.form(), answers, 0));
  EXPECT_FALSE(AsksExercise(build.form(), answers, 1));
  EXPECT_FALSE(AsksExercise(build.form(), answers, 2));
  answers.exercises[1] = v1::DONE_PART;
  EXPECT_TRUE(AsksExercise(build.form(), answers, 1));
}

TEST(QuestionFlow, ARunThatWasDoneIsAskedForMoreAndOneThatWasSkippedLosesIt) {
  const auto form = WholeForm();
  auto answers = TellRun(form, Blank(form), v1::DONE_PART);
  EXPECT_EQ(answers.run.stage(), 3);
  answers.run.set_minutes(20);
  EXPECT_EQ(NextStep(form, answers, Step{Step::Kind::kRun, 0}), (Step{Step::Kind::kRunMinutes, 0}));
  answers = TellRun(form, answers, v1::DONE_SKIPPED);
  EXPECT_FALSE(answers.run.has_minutes());
  EXPECT_FALSE(answers.run.has_stage());
  EXPECT_EQ(NextStep(form, answers, Step{Step::Kind::kRun, 0}), (Step{kNote, 0}));
}

}  // namespace
}  // namespace midstance::checkin

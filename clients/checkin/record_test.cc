#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>

#include <map>
#include <random>

#include "clients/checkin/flow_testing.h"
#include "clients/checkin/question_flow.h"
#include "clients/checkin/read_answer.h"

namespace midstance::checkin {
namespace {

using google::protobuf::util::MessageDifferencer;

// Equal but for the order in which things are told.
bool Same(const v1::CheckIn& one, const v1::CheckIn& other) {
  MessageDifferencer differ;
  differ.set_repeated_field_comparison(MessageDifferencer::AS_SET);
  return differ.Compare(one, other);
}

// What a record says, by the names of the questions.
std::map<std::string, std::string> Told(const v1::CheckIn& record) {
  std::map<std::string, std::string> told;
  const auto add = [&](const v1::Site* site, const v1::Observation& one) {
    v1::Question question;
    question.set_code(one.code());
    if (site != nullptr) *question.mutable_site() = *site;
    const bool first = told.emplace(NameOf(question), one.ShortDebugString()).second;
    EXPECT_TRUE(first) << NameOf(question) << " is told twice";
  };
  for (const auto& report : record.reports()) {
    for (const auto& one : report.observations()) add(&report.site(), one);
  }
  for (const auto& one : record.general()) add(nullptr, one);
  return told;
}

TEST(Record, AnswersStandUnderTheirSiteAndZeroIsAnAnswer) {
  const auto form = WholeForm();
  auto answers = Blank(form);
  answers.questions[0] = Answer::Number(0);
  answers.questions[6] = Answer::Absent();
  const auto record = Compose(form, answers);
  ASSERT_EQ(record.reports_size(), 1);
  ASSERT_EQ(record.reports(0).observations_size(), 1);
  EXPECT_EQ(record.reports(0).site().side(), v1::SIDE_LEFT);
  EXPECT_TRUE(record.reports(0).observations(0).has_number());
  ASSERT_EQ(record.general_size(), 1);
  EXPECT_EQ(record.general(0).answer(), v1::ANSWER_ABSENT);
  EXPECT_FALSE(record.has_run());
  EXPECT_EQ(record.exercises_size(), 0);
}

TEST(Record, NotSureOfAFlagIsNotAskedAndOfAnotherKindNothing) {
  const auto form = WholeForm();
  auto answers = Blank(form);
  answers.questions[0] = Answer::NotSure();
  EXPECT_FALSE(TellsAnything(form, answers));
  answers.questions[6] = Answer::NotSure();
  EXPECT_EQ(Compose(form, answers).general(0).answer(), v1::ANSWER_NOT_ASKED);
  EXPECT_TRUE(TellsAnything(form, answers));
}

TEST(Record, NothingSaidTellsNothing) {
  const auto form = WholeForm();
  EXPECT_FALSE(TellsAnything(form, Blank(form)));
  EXPECT_EQ(Compose(form, Blank(form)).ByteSizeLong(), 0U);
}

TEST(Record, ExercisesThatWereNotToldAreNotSkipped) {
  const auto form = WholeForm();
  auto answers = Blank(form);
  answers.exercises[0] = v1::DONE_FULL;
  const auto record = Compose(form, answers);
  ASSERT_EQ(record.exercises_size(), 1);
  EXPECT_EQ(record.exercises(0).exercise(), "exercises/clamshell");
  EXPECT_EQ(record.exercises(0).side(), v1::SIDE_LEFT);
}

TEST(Record, AnExerciseOfTwoProgramsIsToldOnce) {
  FormBuilder build;
  build.Exercise("bridge");
  build.Exercise("bridge");
  auto answers = Blank(build.form());
  answers.exercises = {v1::DONE_FULL, v1::DONE_FULL};
  EXPECT_EQ(Compose(build.form(), answers).exercises_size(), 1);
}

// An amendment of a record, of which the form asks only a part.
class Amendment : public ::testing::Test {
 protected:
  Amendment() {
    auto answers = Blank(form_);
    answers.questions[0] = Answer::Number(4);
    answers.questions[1] = Answer::Choice(1);
    answers.questions[2] = Answer::Present();
    answers.exercises[0] = v1::DONE_FULL;
    answers.note = "after the hill";
    record_ = Compose(form_, answers);
    record_.mutable_exercises(0)->set_sets_done(3);
    record_.mutable_exercises(0)->set_nprs(0);
    auto& other = *record_.add_reports();
    other.mutable_site()->set_area(v1::AREA_HIP);
    other.mutable_site()->set_side(v1::SIDE_RIGHT);
    auto& rest = *other.add_observations();
    rest.set_code("rest_nprs");
    rest.set_number(0);
    auto& extra = *record_.add_exercises();
    extra.set_exercise("exercises/plank");
    extra.set_done(v1::DONE_PART);
  }

  const v1::CheckInForm form_ = WholeForm();
  v1::CheckIn record_;
};

TEST_F(Amendment, ThatChangesNothingIsTheSameRecord) {
  EXPECT_TRUE(Same(Compose(form_, Prefill(form_, record_)), record_));
}

TEST_F(Amendment, TakesNothingOfTheOldRecordsNameOrState) {
  auto stored = record_;
  stored.set_name("patients/a/cases/b/checkIns/c");
  stored.set_state(v1::RECORD_STATE_ACTIVE);
  stored.mutable_occurred_time()->set_seconds(1);
  EXPECT_TRUE(Same(Compose(form_, Prefill(form_, stored)), record_));
}

TEST_F(Amendment, AnAnswerTakenBackIsGone) {
  auto answers = Prefill(form_, record_);
  answers.questions[0] = Answer();
  EXPECT_FALSE(Told(Compose(form_, answers)).contains("knee/left worst_nprs"));
  answers.questions[0] = Answer::LeftOut();
  EXPECT_FALSE(Told(Compose(form_, answers)).contains("knee/left worst_nprs"));
}

TEST_F(Amendment, WhatHungOnAnAnswerGoesWithIt) {
  auto answers = Prefill(form_, record_);
  answers.questions[1] = Answer::Choice(0);
  EXPECT_FALSE(Told(Compose(form_, answers)).contains("knee/left swelling_settles"));
}

TEST_F(Amendment, WhatWasToldWithoutItsGateStaysUntilTheGateIsAnsweredOtherwise) {
  auto& pattern = *record_.mutable_reports(0)->add_observations();
  pattern.set_code("night_pattern");
  pattern.set_choice("some");
  auto answers = Prefill(form_, record_);
  EXPECT_TRUE(Same(Compose(form_, answers), record_));
  answers.questions[3] = Answer::Number(0);
  EXPECT_FALSE(Told(Compose(form_, answers)).contains("knee/left night_pattern"));
}

TEST_F(Amendment, AnExerciseToldOtherwiseLosesItsSetsAndKeepsItsPain) {
  auto answers = Prefill(form_, record_);
  answers.exercises[0] = v1::DONE_PART;
  const auto amended = Compose(form_, answers);
  EXPECT_FALSE(amended.exercises(0).has_sets_done());
  EXPECT_TRUE(amended.exercises(0).has_nprs());
}

// Random forms, answered at random.
class AnyForm : public ::testing::TestWithParam<unsigned> {
 protected:
  int Below(int n) { return std::uniform_int_distribution<int>(0, n - 1)(random_); }

  v1::CheckInForm Form() {
    FormBuilder build;
    const int count = 1 + Below(12);
    for (int i = 0; i < count; ++i) {
      const std::string code = "q" + std::to_string(i);
      const int kind = Below(3);
      auto& question = kind == 0   ? build.Flag(code)
                       : kind == 1 ? build.Number(code, 10)
                                   : build.Choice(code);
      if (Below(3) == 0) question.clear_site();
      if (question.has_site() && Below(3) == 0) question.mutable_site()->set_side(v1::SIDE_RIGHT);
      if (Below(2) == 0) question.set_tick_text(code);
      if (Below(2) == 0) question.set_asked_when("q" + std::to_string(Below(count + 1)));
      question.set_shows_safety(Below(4) == 0);
      if (question.site().side() == v1::SIDE_LEFT && Below(4) == 0) {
        auto& other_side = *build.form().add_questions();
        other_side = build.form().questions(build.form().questions_size() - 2);
        other_side.mutable_site()->set_side(v1::SIDE_RIGHT);
      }
    }
    const int exercises = Below(3);
    for (int i = 0; i < exercises; ++i) build.Exercise("e" + std::to_string(i)).set_due(Below(2));
    if (Below(2) == 0) build.form().mutable_today()->mutable_run()->set_stage(Below(11));
    return build.form();
  }

  Answer AnswerFor(const v1::Question& question) {
    const int other = Below(8);
    if (other == 0) return Answer();
    if (other == 1) return Answer::LeftOut();
    if (other == 2) return Answer::NotSure();
    if (question.kind() == v1::Question::KIND_FLAG) {
      return Below(2) == 0 ? Answer::Absent() : Answer::Present();
    }
    if (other == 3) return Answer::Ticked();
    if (question.kind() == v1::Question::KIND_NUMBER) return Answer::Number(Below(11));
    return Answer::Choice(Below(question.choices_size()));
  }

  // Answers in any order, some of them more than once, with "none of these" in between.
  Answers AnswerIn(const v1::CheckInForm& form) {
    auto answers = Blank(form);
    for (int n = Below(3 * form.questions_size() + 1); n > 0; --n) {
      const int i = Below(form.questions_size());
      answers.questions[static_cast<std::size_t>(i)] = AnswerFor(form.questions(i));
      if (Below(12) == 0) answers = NoneOfThese(form, answers);
    }
    for (auto& done : answers.exercises) done = static_cast<v1::Done>(Below(4));
    if (Below(2) == 0) answers = TellRun(form, answers, static_cast<v1::Done>(Below(4)));
    if (Below(2) == 0) answers.note = "a note";
    return answers;
  }

  std::mt19937 random_{GetParam()};
};

// Whether an answer is one that is recorded.
bool IsRecorded(const v1::Question& question, const Answer& answer) {
  using Said = Answer::Said;
  if (answer.said == Said::kNotSure) return question.kind() == v1::Question::KIND_FLAG;
  return answer.said != Said::kNothing && answer.said != Said::kLeftOut &&
         answer.said != Said::kTicked;
}

TEST_P(AnyForm, ComposesExactlyTheOpenQuestionsThatWereAnswered) {
  for (int round = 0; round < 100; ++round) {
    const auto form = Form();
    const auto answers = AnswerIn(form);
    const auto told = Told(Compose(form, answers));
    std::size_t expected = 0;
    for (int i = 0; i < form.questions_size(); ++i) {
      const bool recorded =
          IsOpen(form, answers, i) &&
          IsRecorded(form.questions(i), answers.questions[static_cast<std::size_t>(i)]);
      EXPECT_EQ(told.contains(NameOf(form.questions(i))), recorded)
          << NameOf(form.questions(i)) << " of " << form.ShortDebugString();
      expected += recorded ? 1 : 0;
    }
    EXPECT_EQ(told.size(), expected);
  }
}

TEST_P(AnyForm, PrefilledAndComposedIsTheSameRecordWhateverIsAskedMeanwhile) {
  for (int round = 0; round < 100; ++round) {
    const auto form = Form();
    const auto record = Compose(form, AnswerIn(form));
    EXPECT_TRUE(Same(Compose(form, Prefill(form, record)), record)) << form.ShortDebugString();
    const auto other = Form();
    EXPECT_TRUE(Same(Compose(other, Prefill(other, record)), record))
        << record.ShortDebugString() << " under " << other.ShortDebugString();
  }
}

TEST_P(AnyForm, WalkedStepByStepItEndsAndEveryStepLeadsBackToTheOneBefore) {
  for (int round = 0; round < 100; ++round) {
    const auto form = Form();
    auto answers = Blank(form);
    std::optional<Step> last;
    int steps = 0;
    while (const auto step = NextStep(form, answers, last)) {
      ASSERT_LE(++steps, 100);
      EXPECT_EQ(StepBefore(form, answers, *step), last);
      if (step->kind == Step::Kind::kTickList) {
        for (const auto& list : TickLists(form)) {
          if (list.questions.front() != step->index) continue;
          for (const int i : list.questions) {
            const bool flag = form.questions(i).kind() == v1::Question::KIND_FLAG;
            if (Below(2) == 0) {
              answers.questions[static_cast<std::size_t>(i)] =
                  flag ? Answer::Present() : Answer::Ticked();
            }
          }
          answers = NothingElse(form, answers, list.questions);
        }
      } else if (step->kind == Step::Kind::kQuestion) {
        const auto at = static_cast<std::size_t>(step->index);
        // What was ticked is told with a value that says so, so that the way back stays.
        answers.questions[at] =
            form.questions(step->index).kind() == v1::Question::KIND_FLAG     ? Answer::Present()
            : form.questions(step->index).kind() == v1::Question::KIND_NUMBER ? Answer::Number(3)
                                                                              : Answer::Choice(1);
      } else if (step->kind == Step::Kind::kRun) {
        answers = TellRun(form, answers, static_cast<v1::Done>(Below(4)));
      }
      last = step;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, AnyForm, ::testing::Range(1U, 9U));

}  // namespace
}  // namespace midstance::checkin

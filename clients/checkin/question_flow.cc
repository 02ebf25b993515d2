#include "clients/checkin/question_flow.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "clients/checkin/gates.h"

namespace midstance::checkin {
namespace {

using Said = Answer::Said;

const Answer& AnswerTo(const Answers& answers, int question) {
  return answers.questions[static_cast<std::size_t>(question)];
}

bool MayBeTickedInAList(const v1::Question& question) {
  return !question.tick_text().empty() && question.asked_when().empty();
}

// Where a step stands among all that there could be.
std::tuple<int, int, int> PlaceOf(const Step& step) {
  switch (step.kind) {
    case Step::Kind::kTickList:
      return {0, step.index, 0};
    case Step::Kind::kQuestion:
      return {0, step.index, 1};
    case Step::Kind::kExercise:
      return {1, step.index, 0};
    default:
      return {2, static_cast<int>(step.kind), 0};
  }
}

// What the form's questions open, lists included.
void AddQuestionSteps(const v1::CheckInForm& form, const Answers& answers,
                      std::vector<Step>& steps) {
  std::vector<bool> in_list(static_cast<std::size_t>(form.questions_size()));
  std::vector<bool> begins_list(in_list.size());
  for (const TickList& list : TickLists(form)) {
    begins_list[static_cast<std::size_t>(list.questions.front())] = true;
    for (const int i : list.questions) in_list[static_cast<std::size_t>(i)] = true;
  }
  for (int i = 0; i < form.questions_size(); ++i) {
    const auto at = static_cast<std::size_t>(i);
    if (begins_list[at]) steps.push_back({.kind = Step::Kind::kTickList, .index = i});
    if (!IsOpen(form, answers, i)) continue;
    const Answer& answer = AnswerTo(answers, i);
    const bool asks_value = answer.said == Said::kTicked || answer.said == Said::kNumber ||
                            answer.said == Said::kChoice;
    const bool says_so = answer.said == Said::kTicked || SaysSo(answer);
    if (in_list[at] && !(asks_value && says_so)) continue;
    steps.push_back({.kind = Step::Kind::kQuestion, .index = i});
  }
}

}  // namespace

Answers Blank(const v1::CheckInForm& form) {
  Answers answers;
  answers.questions.resize(static_cast<std::size_t>(form.questions_size()));
  answers.exercises.resize(static_cast<std::size_t>(form.today().exercises_size()),
                           v1::DONE_UNSPECIFIED);
  return answers;
}

bool IsOpen(const v1::CheckInForm& form, const Answers& answers, int question) {
  const std::vector<int> gates = GatesOf(form, question);
  return gates.empty() || std::any_of(gates.begin(), gates.end(), [&](int gate) {
           return SaysSo(AnswerTo(answers, gate)) && IsOpen(form, answers, gate);
         });
}

std::vector<TickList> TickLists(const v1::CheckInForm& form) {
  std::vector<TickList> lists;
  for (int i = 0; i < form.questions_size(); ++i) {
    const auto& question = form.questions(i);
    if (!MayBeTickedInAList(question)) continue;
    auto list = std::find_if(lists.begin(), lists.end(), [&](const TickList& one) {
      return SamePlace(form.questions(one.questions.front()), question);
    });
    if (list == lists.end()) {
      list = lists.insert(lists.end(), TickList{});
      if (question.has_site()) list->site = question.site();
    }
    list->questions.push_back(i);
  }
  lists.erase(std::remove_if(lists.begin(), lists.end(),
                             [](const TickList& one) { return one.questions.size() < 2; }),
              lists.end());
  return lists;
}

Answer Denial(const v1::Question& question) {
  switch (question.kind()) {
    case v1::Question::KIND_FLAG:
      return Answer::Absent();
    case v1::Question::KIND_CHOICE:
      return Answer::Choice(0);
    case v1::Question::KIND_NUMBER: {
      const bool in_range = !(question.has_lower() && question.lower() > 0) &&
                            !(question.has_upper() && question.upper() < 0);
      return in_range ? Answer::Number(0) : Answer::LeftOut();
    }
    default:
      return Answer::LeftOut();
  }
}

Answers NothingElse(const v1::CheckInForm& form, Answers answers, const std::vector<int>& among) {
  for (const int i : among) {
    Answer& answer = answers.questions[static_cast<std::size_t>(i)];
    if (answer.said == Said::kNothing || answer.said == Said::kLeftOut) {
      answer = Denial(form.questions(i));
    }
  }
  return answers;
}

Answers NoneOfThese(const v1::CheckInForm& form, Answers answers) {
  std::vector<int> ticked;
  for (int i = 0; i < form.questions_size(); ++i) {
    if (!form.questions(i).tick_text().empty() && IsOpen(form, answers, i)) ticked.push_back(i);
  }
  return NothingElse(form, std::move(answers), ticked);
}

bool SaysSo(const Answer& answer) {
  switch (answer.said) {
    case Said::kPresent:
      return true;
    case Said::kNumber:
      return answer.number > 0;
    case Said::kChoice:
      return answer.choice > 0;
    default:
      return false;
  }
}

std::vector<int> Signs(const v1::CheckInForm& form, const Answers& answers) {
  std::vector<int> signs;
  for (int i = 0; i < form.questions_size(); ++i) {
    const Answer& answer = AnswerTo(answers, i);
    if (form.questions(i).shows_safety() && IsOpen(form, answers, i) &&
        (answer.said == Said::kTicked || SaysSo(answer))) {
      signs.push_back(i);
    }
  }
  return signs;
}

bool ShowsSafety(const v1::CheckInForm& form, const Answers& answers) {
  return !Signs(form, answers).empty();
}

bool AsksExercise(const v1::CheckInForm& form, const Answers& answers, int exercise) {
  const auto& planned = form.today().exercises(exercise);
  return (planned.due() && !planned.held()) ||
         answers.exercises[static_cast<std::size_t>(exercise)] != v1::DONE_UNSPECIFIED;
}

bool AsksRun(const v1::CheckInForm& form, const Answers& answers) {
  return form.today().has_run() || answers.run.done() != v1::DONE_UNSPECIFIED;
}

bool AnyOfItRun(v1::Done done) { return done == v1::DONE_FULL || done == v1::DONE_PART; }

Answers TellRun(const v1::CheckInForm& form, Answers answers, v1::Done done) {
  if (!AnyOfItRun(done)) answers.run.Clear();
  answers.run.set_done(done);
  if (AnyOfItRun(done) && form.today().has_run()) {
    answers.run.set_stage(form.today().run().stage());
  }
  return answers;
}

std::vector<Step> Steps(const v1::CheckInForm& form, const Answers& answers) {
  std::vector<Step> steps;
  AddQuestionSteps(form, answers, steps);
  for (int i = 0; i < form.today().exercises_size(); ++i) {
    if (AsksExercise(form, answers, i)) {
      steps.push_back({.kind = Step::Kind::kExercise, .index = i});
    }
  }
  if (AsksRun(form, answers)) {
    steps.push_back({.kind = Step::Kind::kRun});
    if (AnyOfItRun(answers.run.done())) {
      steps.push_back({.kind = Step::Kind::kRunMinutes});
      steps.push_back({.kind = Step::Kind::kRunEffort});
    }
  }
  steps.push_back({.kind = Step::Kind::kNote});
  return steps;
}

std::optional<Step> NextStep(const v1::CheckInForm& form, const Answers& answers,
                             const std::optional<Step>& last) {
  for (const Step& step : Steps(form, answers)) {
    if (!last.has_value() || PlaceOf(step) > PlaceOf(*last)) return step;
  }
  return std::nullopt;
}

std::optional<Step> StepBefore(const v1::CheckInForm& form, const Answers& answers,
                               const Step& current) {
  std::optional<Step> before;
  for (const Step& step : Steps(form, answers)) {
    if (PlaceOf(step) >= PlaceOf(current)) break;
    before = step;
  }
  return before;
}

}  // namespace midstance::checkin

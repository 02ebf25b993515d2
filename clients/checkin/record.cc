// Answers as a record, and a record as answers: Compose and Prefill.
#include <algorithm>
#include <utility>

#include "clients/checkin/gates.h"
#include "clients/checkin/question_flow.h"

namespace midstance::checkin {
namespace {

using Said = Answer::Said;
using Observations = google::protobuf::RepeatedPtrField<v1::Observation>;

const Answer& SaidTo(const Answers& answers, int question) {
  return answers.questions[static_cast<std::size_t>(question)];
}

// What an answer records; nothing when it records nothing, or is not of the question's kind.
std::optional<v1::Observation> ObservationOf(const v1::Question& question, const Answer& answer) {
  v1::Observation observation;
  observation.set_code(question.code());
  switch (question.kind()) {
    case v1::Question::KIND_FLAG:
      if (answer.said == Said::kPresent) observation.set_answer(v1::ANSWER_PRESENT);
      if (answer.said == Said::kAbsent) observation.set_answer(v1::ANSWER_ABSENT);
      if (answer.said == Said::kNotSure) observation.set_answer(v1::ANSWER_NOT_ASKED);
      break;
    case v1::Question::KIND_NUMBER:
      if (answer.said == Said::kNumber) observation.set_number(answer.number);
      break;
    case v1::Question::KIND_CHOICE:
      if (answer.said == Said::kChoice && answer.choice >= 0 &&
          answer.choice < question.choices_size()) {
        observation.set_choice(question.choices(answer.choice));
      }
      break;
    default:
      break;
  }
  if (observation.value_case() == v1::Observation::VALUE_NOT_SET) return std::nullopt;
  return observation;
}

// The other way; nothing when the question could not have been answered so.
std::optional<Answer> AnswerOf(const v1::Question& question, const v1::Observation& observation) {
  if (!observation.unit().empty()) return std::nullopt;
  if (question.kind() == v1::Question::KIND_FLAG && observation.has_answer()) {
    switch (observation.answer()) {
      case v1::ANSWER_PRESENT:
        return Answer::Present();
      case v1::ANSWER_ABSENT:
        return Answer::Absent();
      case v1::ANSWER_NOT_ASKED:
        return Answer::NotSure();
      default:
        return std::nullopt;
    }
  }
  if (question.kind() == v1::Question::KIND_NUMBER && observation.has_number()) {
    return Answer::Number(observation.number());
  }
  if (question.kind() == v1::Question::KIND_CHOICE && observation.has_choice()) {
    const auto found =
        std::find(question.choices().begin(), question.choices().end(), observation.choice());
    if (found == question.choices().end()) return std::nullopt;
    return Answer::Choice(static_cast<int>(found - question.choices().begin()));
  }
  return std::nullopt;
}

// The question with this code at this place; no site is the whole patient.
std::optional<int> QuestionFor(const v1::CheckInForm& form, const v1::Site* site,
                               std::string_view code) {
  for (int i = 0; i < form.questions_size(); ++i) {
    const auto& one = form.questions(i);
    if (one.code() != code || one.has_site() != (site != nullptr)) continue;
    if (site == nullptr || SameSite(one.site(), *site)) return i;
  }
  return std::nullopt;
}

Observations& PlaceIn(v1::CheckIn& record, const v1::Site* site) {
  if (site == nullptr) return *record.mutable_general();
  for (auto& report : *record.mutable_reports()) {
    if (SameSite(report.site(), *site)) return *report.mutable_observations();
  }
  auto& report = *record.add_reports();
  *report.mutable_site() = *site;
  return *report.mutable_observations();
}

// The answers that a record tells to the form's questions, open or not.
std::vector<Answer> ToldBy(const v1::CheckInForm& form, const v1::CheckIn& record) {
  std::vector<Answer> told(static_cast<std::size_t>(form.questions_size()));
  const auto take = [&](const v1::Site* site, const Observations& observations) {
    for (const auto& observation : observations) {
      const auto question = QuestionFor(form, site, observation.code());
      if (!question.has_value()) continue;
      const auto answer = AnswerOf(form.questions(*question), observation);
      if (answer.has_value()) told[static_cast<std::size_t>(*question)] = *answer;
    }
  };
  for (const auto& report : record.reports()) take(&report.site(), report.observations());
  take(nullptr, record.general());
  return told;
}

// Whether what the amended record said to a question still stands although it was not asked again:
// its kind of value is another now; or the question is closed, and so it was when she said it.
bool StillStands(const v1::CheckInForm& form, const Answers& answers,
                 const std::vector<Answer>& told, int question) {
  const Answer nothing;
  if (IsOpen(form, answers, question)) {
    return told[static_cast<std::size_t>(question)] == nothing &&
           SaidTo(answers, question) == nothing;
  }
  const std::vector<int> gates = GatesOf(form, question);
  return std::all_of(gates.begin(), gates.end(), [&](int gate) {
    if (!IsOpen(form, answers, gate)) return StillStands(form, answers, told, gate);
    const Answer& now = SaidTo(answers, gate);
    const Answer& then = told[static_cast<std::size_t>(gate)];
    return now == then || (then == nothing && now.said == Said::kLeftOut);
  });
}

bool SameExercise(const v1::ExerciseReport& one, const v1::PlannedExercise& planned) {
  return one.exercise() == planned.exercise() && one.side() == planned.side();
}

const v1::ExerciseReport* FindReport(
    const google::protobuf::RepeatedPtrField<v1::ExerciseReport>& reports,
    const v1::PlannedExercise& planned) {
  for (const auto& one : reports) {
    if (SameExercise(one, planned)) return &one;
  }
  return nullptr;
}

void ComposeExercises(const v1::CheckInForm& form, const Answers& answers, v1::CheckIn& record) {
  const auto& planned = form.today().exercises();
  for (int i = 0; i < planned.size(); ++i) {
    const v1::Done done = answers.exercises[static_cast<std::size_t>(i)];
    // A day may have an exercise from two programs, a record has it once.
    if (done == v1::DONE_UNSPECIFIED || FindReport(record.exercises(), planned[i]) != nullptr) {
      continue;
    }
    auto& report = *record.add_exercises();
    if (const auto* before = FindReport(answers.kept.exercises(), planned[i])) report = *before;
    if (report.done() != done) report.clear_sets_done();
    report.set_exercise(planned[i].exercise());
    report.set_side(planned[i].side());
    report.set_done(done);
  }
  for (const auto& kept : answers.kept.exercises()) {
    const bool asked = std::any_of(planned.begin(), planned.end(),
                                   [&](const auto& one) { return SameExercise(kept, one); });
    if (!asked) *record.add_exercises() = kept;
  }
}

}  // namespace

v1::CheckIn Compose(const v1::CheckInForm& form, const Answers& answers) {
  v1::CheckIn record;
  for (int i = 0; i < form.questions_size(); ++i) {
    const auto& question = form.questions(i);
    if (!IsOpen(form, answers, i)) continue;
    auto observation = ObservationOf(question, SaidTo(answers, i));
    if (!observation.has_value()) continue;
    const v1::Site* site = question.has_site() ? &question.site() : nullptr;
    *PlaceIn(record, site).Add() = *std::move(observation);
  }
  const std::vector<Answer> told = ToldBy(form, answers.kept);
  const auto keep = [&](const v1::Site* site, const Observations& observations) {
    for (const auto& kept : observations) {
      const auto question = QuestionFor(form, site, kept.code());
      if (question.has_value() && !StillStands(form, answers, told, *question)) continue;
      *PlaceIn(record, site).Add() = kept;
    }
  };
  for (const auto& report : answers.kept.reports()) keep(&report.site(), report.observations());
  keep(nullptr, answers.kept.general());
  ComposeExercises(form, answers, record);
  if (answers.run.done() != v1::DONE_UNSPECIFIED) *record.mutable_run() = answers.run;
  record.set_note(answers.note);
  return record;
}

bool TellsAnything(const v1::CheckInForm& form, const Answers& answers) {
  const v1::CheckIn record = Compose(form, answers);
  return record.reports_size() > 0 || record.general_size() > 0 || record.exercises_size() > 0 ||
         record.has_run() || !record.note().empty();
}

Answers Prefill(const v1::CheckInForm& form, const v1::CheckIn& record) {
  Answers answers = Blank(form);
  Answers told = answers;
  told.questions = ToldBy(form, record);
  for (int i = 0; i < form.questions_size(); ++i) {
    if (IsOpen(form, told, i)) answers.questions[static_cast<std::size_t>(i)] = SaidTo(told, i);
  }
  const auto& planned = form.today().exercises();
  for (int i = 0; i < planned.size(); ++i) {
    if (const auto* report = FindReport(record.exercises(), planned[i])) {
      answers.exercises[static_cast<std::size_t>(i)] = report->done();
    }
  }
  *answers.kept.mutable_reports() = record.reports();
  *answers.kept.mutable_general() = record.general();
  *answers.kept.mutable_exercises() = record.exercises();
  answers.run = record.run();
  answers.note = record.note();
  return answers;
}

}  // namespace midstance::checkin

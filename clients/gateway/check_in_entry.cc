#include "clients/gateway/check_in_entry.h"

#include <absl/strings/str_cat.h>

#include <algorithm>
#include <set>
#include <utility>

#include "clients/checkin/gates.h"
#include "clients/checkin/read_answer.h"
#include "support/digest.h"

namespace midstance::gateway {
namespace {

using checkin::Answer;
using Said = checkin::Answer::Said;

constexpr std::size_t kDigestDigits = 24;
struct DoneWord {
  v1::Done done;
  std::string_view word;
};
constexpr DoneWord kDone[] = {
    {v1::DONE_FULL, "done"}, {v1::DONE_PART, "part"}, {v1::DONE_SKIPPED, "skip"}};

std::string_view WordOf(v1::Done done) {
  for (const auto& each : kDone) {
    if (each.done == done) return each.word;
  }
  return {};
}
v1::Done DoneOf(std::string_view word) {
  for (const auto& each : kDone) {
    if (each.word == word) return each.done;
  }
  return v1::DONE_UNSPECIFIED;
}

std::string_view LastPart(std::string_view name) { return name.substr(name.rfind('/') + 1); }

std::string WantedNumber(const v1::Question& question, const Texts& texts) {
  if (!question.has_lower() || !question.has_upper()) {
    return std::string(texts.Get("problem.number_any"));
  }
  return texts.With("problem.number",
                    {absl::StrCat(question.lower()), absl::StrCat(question.upper())});
}

// Takes one field after the other and knows in the end whether one was left.
class Reader {
 public:
  Reader(const CheckInEntry& entry, const Texts& texts, Problems& problems)
      : entry_(entry), texts_(texts), problems_(problems) {}

  std::string_view Take(const std::string& field) {
    taken_.insert(field);
    return FieldOf(entry_.values, field);
  }
  bool TookAll() const {
    return std::all_of(entry_.values.begin(), entry_.values.end(),
                       [this](const auto& field) { return taken_.count(field.first) > 0; });
  }

  Answer Read(const v1::Question& question) {
    const std::string key = KeyOf(question);
    const std::string field = "q-" + key;
    std::string value(Take(field));
    const bool ticked = !Take("t-" + key).empty();
    const bool was_asked = !Take("c-" + key).empty();
    if (IsTick(question) && question.kind() != v1::Question::KIND_FLAG && !ticked) {
      // The tick was taken away, or forgotten where it did not hide the question. Which of them
      // nobody knows: it does not count, and is asked about once.
      const Answer loose = ReadValue(question, value);
      const bool says_so = loose.said == Said::kNothing || checkin::SaysSo(loose);
      if (!value.empty() && says_so) loose_.insert(key);
      value.clear();
    }
    if (was_asked) asked_.insert(key);
    const bool not_so = !Take("n-" + key).empty();
    const bool not_sure = !Take("u-" + key).empty() && question.kind() == v1::Question::KIND_FLAG;
    if (value.empty()) {
      if (ticked) return Answer::Ticked();
      if (not_sure) return Answer::NotSure();
      return not_so ? checkin::Denial(question) : Answer();
    }
    Answer answer = ReadValue(question, value);
    if (answer.said == Said::kNothing || !checkin::CheckAnswer(question, answer).ok()) {
      problems_[field] = question.kind() == v1::Question::KIND_NUMBER
                             ? WantedNumber(question, texts_)
                             : std::string(texts_.Get("problem.refused"));
      return {};
    }
    return answer;
  }
  // Whether an answer was given to a tick that is not there, and she was not asked about it yet.
  bool IsLoose(const v1::CheckInForm& form, const checkin::Answers& answers, int index) const {
    const auto& question = form.questions(index);
    const Answer& answer = answers.questions[static_cast<std::size_t>(index)];
    const std::string key = KeyOf(question);
    if (!IsTick(question) || asked_.count(key) > 0 || checkin::SaysSo(answer) ||
        answer.said == Said::kTicked || !checkin::IsOpen(form, answers, index)) {
      return false;
    }
    if (loose_.count(key) > 0) return true;
    // What hangs on it.
    for (int i = 0; i < form.questions_size(); ++i) {
      if (checkin::GateOf(form, i) == index && !checkin::IsOpen(form, answers, i) &&
          checkin::SaysSo(answers.questions[static_cast<std::size_t>(i)])) {
        return true;
      }
    }
    return false;
  }
  // A number of the run.
  template <class Set>
  void ReadRunNumber(const std::string& field, int most, const Set& set) {
    const std::string value(Take(field));
    if (value.empty()) return;
    const auto number = checkin::NumberIn(value);
    if (!number || *number < 0 || *number > most) {
      problems_[field] = texts_.With("problem.number", {"0", std::to_string(most)});
    } else {
      set(*number);
    }
  }

 private:
  static Answer ReadValue(const v1::Question& question, const std::string& value) {
    if (question.kind() == v1::Question::KIND_FLAG) {
      if (value == "yes") return Answer::Present();
      if (value == "no") return Answer::Absent();
      return value == "unsure" ? Answer::NotSure() : Answer();
    }
    if (question.kind() == v1::Question::KIND_NUMBER) {
      const auto number = checkin::NumberIn(value);
      return number ? Answer::Number(*number) : Answer();
    }
    const auto& choices = question.choices();
    const auto found = std::find(choices.begin(), choices.end(), value);
    if (found == choices.end()) return {};
    return Answer::Choice(static_cast<int>(found - choices.begin()));
  }

  const CheckInEntry& entry_;
  const Texts& texts_;
  Problems& problems_;
  std::set<std::string> taken_;
  std::set<std::string> loose_;  // keys of what is answered without its tick
  std::set<std::string> asked_;  // keys of those she was asked about
};

void ReadRun(Reader& reader, const v1::CheckInForm& form, checkin::Answers& answers) {
  const v1::Done done = DoneOf(reader.Take("run"));
  answers = checkin::TellRun(form, std::move(answers), done);
  v1::RunSession run = answers.run;
  run.clear_minutes();
  run.clear_distance_km();
  run.clear_rpe();
  reader.ReadRunNumber("run-minutes", 1440, [&run](double number) { run.set_minutes(number); });
  reader.ReadRunNumber("run-km", 200, [&run](double number) { run.set_distance_km(number); });
  reader.ReadRunNumber("run-effort", 10, [&run](double number) { run.set_rpe(number); });
  if (checkin::AnyOfItRun(done)) answers.run = std::move(run);
}

}  // namespace

std::string KeyOf(const v1::Question& question) {
  if (!question.has_site()) return question.code();
  return absl::StrCat(question.code(), "-", static_cast<int>(question.site().area()), "-",
                      static_cast<int>(question.site().side()));
}

std::string KeyOf(const v1::PlannedExercise& exercise) {
  const std::string name(LastPart(exercise.exercise()));
  if (exercise.side() == v1::SIDE_UNSPECIFIED) return name;
  return absl::StrCat(name, "-", static_cast<int>(exercise.side()));
}

bool IsTick(const v1::Question& question) { return !question.tick_text().empty(); }

Form ValuesOf(const v1::CheckInForm& form, const checkin::Answers& answers) {
  Form values;
  bool all_told = true;
  Form not_so;
  for (int i = 0; i < form.questions_size(); ++i) {
    const auto& question = form.questions(i);
    const Answer& answer = answers.questions[static_cast<std::size_t>(i)];
    const std::string key = KeyOf(question);
    if (IsTick(question) && checkin::IsOpen(form, answers, i)) {
      all_told = all_told && answer.said != Said::kNothing;
      if (answer == checkin::Denial(question)) {
        not_so["n-" + key] = "1";
        continue;
      }
      if (answer.said == Said::kNotSure) {
        values["u-" + key] = "1";
        continue;
      }
      if (question.kind() != v1::Question::KIND_FLAG && checkin::SaysSo(answer)) {
        values["t-" + key] = "1";
      }
    }
    const std::string field = "q-" + key;
    if (answer.said == Said::kPresent) values[field] = "yes";
    if (answer.said == Said::kAbsent) values[field] = "no";
    if (answer.said == Said::kNotSure) values[field] = "unsure";
    if (answer.said == Said::kNumber) values[field] = absl::StrCat(answer.number);
    if (answer.said == Said::kChoice) values[field] = question.choices(answer.choice);
  }
  if (all_told && !not_so.empty()) {
    values["none"] = "1";
  } else {
    values.merge(not_so);
  }
  for (int i = 0; i < form.today().exercises_size(); ++i) {
    const v1::Done done = answers.exercises[static_cast<std::size_t>(i)];
    if (done == v1::DONE_UNSPECIFIED) continue;
    values["x-" + KeyOf(form.today().exercises(i))] = std::string(WordOf(done));
  }
  if (answers.run.done() != v1::DONE_UNSPECIFIED) {
    values["run"] = std::string(WordOf(answers.run.done()));
  }
  if (answers.run.has_minutes()) values["run-minutes"] = absl::StrCat(answers.run.minutes());
  if (answers.run.has_distance_km()) values["run-km"] = absl::StrCat(answers.run.distance_km());
  if (answers.run.has_rpe()) values["run-effort"] = absl::StrCat(answers.run.rpe());
  values["note"] = answers.note;
  return values;
}

std::optional<checkin::Answers> AnswersOf(const CheckInEntry& entry, const Texts& texts,
                                          Problems& problems) {
  const auto& form = entry.form;
  checkin::Answers answers = checkin::Prefill(form, form.todays_check_in());
  Reader reader(entry, texts, problems);
  for (int i = 0; i < form.questions_size(); ++i) {
    answers.questions[static_cast<std::size_t>(i)] = reader.Read(form.questions(i));
  }
  if (!reader.Take("none").empty()) answers = checkin::NoneOfThese(form, std::move(answers));
  for (int i = 0; i < form.questions_size(); ++i) {
    const std::string field = "q-" + KeyOf(form.questions(i));
    if (!checkin::IsOpen(form, answers, i)) {
      problems.erase(field);
    } else if (answers.questions[static_cast<std::size_t>(i)].said == Said::kTicked) {
      problems[field] = std::string(texts.Get("problem.how_much"));
    } else if (reader.IsLoose(form, answers, i)) {
      problems["t-" + KeyOf(form.questions(i))] = std::string(texts.Get("problem.unticked"));
    }
  }
  const bool all_done = !reader.Take("all-done").empty();
  for (int i = 0; i < form.today().exercises_size(); ++i) {
    const bool asked = checkin::AsksExercise(form, answers, i);
    v1::Done done = DoneOf(reader.Take("x-" + KeyOf(form.today().exercises(i))));
    if (done == v1::DONE_UNSPECIFIED && all_done && asked) done = v1::DONE_FULL;
    answers.exercises[static_cast<std::size_t>(i)] = done;
  }
  ReadRun(reader, form, answers);
  answers.note = std::string(reader.Take("note"));
  if (!reader.TookAll()) return std::nullopt;
  if (problems.empty() && !checkin::TellsAnything(form, answers)) {
    problems[""] = std::string(texts.Get("problem.nothing"));
  }
  return answers;
}

bool LeavesTheListOut(const CheckInEntry& entry) {
  if (!FieldOf(entry.values, "none").empty()) return false;
  bool has_list = false;
  for (const auto& question : entry.form.questions()) {
    if (!IsTick(question) || !question.asked_when().empty()) continue;
    has_list = true;
    const bool flag = question.kind() == v1::Question::KIND_FLAG;
    for (const char* const kind : {flag ? "q-" : "t-", "n-", "u-"}) {
      if (!FieldOf(entry.values, kind + KeyOf(question)).empty()) return false;
    }
  }
  return has_list;
}

std::string DigestOfCase(std::string_view name) {
  return Hex(Sha256(name)).substr(0, kDigestDigits);
}

}  // namespace midstance::gateway

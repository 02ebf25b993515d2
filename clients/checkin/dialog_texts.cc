// What a dialog prints.
#include <absl/strings/str_cat.h>

#include <algorithm>

#include "clients/checkin/dialog.h"
#include "clients/checkin/tick_list.h"

namespace midstance::checkin {
namespace {

constexpr int kIndent = 3;

using Said = Answer::Said;

std::string ShortText(const v1::Question& question) {
  return question.tick_text().empty() ? question.text() : question.tick_text();
}

std::string ChoiceText(const v1::Question& question, int choice) {
  if (choice < question.choice_texts_size()) return question.choice_texts(choice);
  return choice < question.choices_size() ? question.choices(choice) : std::string();
}

std::string UnitText(const v1::Question& question) {
  const std::string& unit = question.unit_text().empty() ? question.unit() : question.unit_text();
  return unit.empty() ? unit : " " + unit;
}

std::string TitleOf(const v1::PlannedExercise& exercise, const Words& words) {
  if (exercise.title().empty()) return NameOf(exercise);
  if (exercise.side() == v1::SIDE_UNSPECIFIED) return exercise.title();
  return absl::StrCat(exercise.title(), ", ", words.Side(exercise.side()));
}

}  // namespace

void Dialog::Put(const Step& step) {
  terminal_.Pause();
  switch (step.kind) {
    case Step::Kind::kTickList: {
      PutPlace(form_.questions(step.index));
      terminal_.Say(words_.Get("list.ask"));
      int number = 0;
      for (const int i : ListAt(lists_, step.index).questions) {
        terminal_.Say(absl::StrCat(++number, " ", form_.questions(i).tick_text()), kIndent);
      }
      terminal_.Say(words_.Get("hint.list"));
      return;
    }
    case Step::Kind::kQuestion:
      return PutQuestion(step.index);
    case Step::Kind::kExercise: {
      const auto& exercise = form_.today().exercises(step.index);
      terminal_.Say(words_.With("exercise.ask", {TitleOf(exercise, words_)}) + " " + Hint(step));
      if (!exercise.text().empty()) terminal_.Say(exercise.text());
      return;
    }
    case Step::Kind::kRun:
      return terminal_.Say(words_.Get("run.ask") + " " + Hint(step));
    case Step::Kind::kRunMinutes:
      return terminal_.Say(words_.Get("run.minutes"));
    case Step::Kind::kRunEffort:
      return terminal_.Say(words_.Get("run.effort"));
    case Step::Kind::kNote:
      return terminal_.Say(words_.Get("note.ask"));
  }
}

void Dialog::PutQuestion(int question) {
  const auto& asked = form_.questions(question);
  PutPlace(asked);
  terminal_.Say(asked.text() + " " + Hint({.kind = Step::Kind::kQuestion, .index = question}));
  for (int i = 0; i < asked.choices_size(); ++i) {
    terminal_.Say(absl::StrCat(i + 1, " ", ChoiceText(asked, i)), kIndent);
  }
}

void Dialog::PutPlace(const v1::Question& question) {
  PutPlace((question.has_site() ? words_.Site(question.site()) : words_.Get("general")) + ":");
}

// Told when it changes, and not with every question.
void Dialog::PutPlace(const std::string& place) {
  if (place_ == place) return;
  terminal_.Say(place);
  place_ = place;
}

void Dialog::PutSafety(bool unsent) {
  terminal_.Pause();
  terminal_.Say(words_.Get("safety.title"));
  terminal_.Say(form_.safety().text());
  if (unsent) terminal_.Say(words_.Get("safety.unsent"));
}

std::string Dialog::Hint(const Step& step) const {
  if (step.kind != Step::Kind::kQuestion) return words_.Get("hint.done");
  const auto& question = form_.questions(step.index);
  switch (question.kind()) {
    case v1::Question::KIND_NUMBER:
      if (!question.has_lower() || !question.has_upper()) return "";
      return absl::StrCat("[", question.lower(), "-", question.upper(), UnitText(question), "]");
    case v1::Question::KIND_CHOICE:
      return absl::StrCat("[1-", question.choices_size(), "]");
    default:
      return words_.Get("hint.flag");
  }
}

void Dialog::SayWrong(const Step& step) {
  const auto between = [this](double lower, double upper) {
    terminal_.Say(words_.With("wrong.number", {absl::StrCat(lower), absl::StrCat(upper)}));
  };
  switch (step.kind) {
    case Step::Kind::kTickList:
      return terminal_.Say(words_.Get("wrong.list"));
    case Step::Kind::kExercise:
    case Step::Kind::kRun:
      return terminal_.Say(words_.Get("wrong.done"));
    case Step::Kind::kRunMinutes:
      return between(0, 1440);
    case Step::Kind::kRunEffort:
      return between(0, 10);
    case Step::Kind::kNote:
      return terminal_.Say(words_.Get("wrong.note"));
    case Step::Kind::kQuestion:
      break;
  }
  const auto& question = form_.questions(step.index);
  switch (question.kind()) {
    case v1::Question::KIND_NUMBER:
      if (question.has_lower() && question.has_upper()) {
        return between(question.lower(), question.upper());
      }
      return terminal_.Say(words_.Get("wrong.number_any"));
    case v1::Question::KIND_CHOICE:
      return terminal_.Say(words_.With("wrong.choice", {absl::StrCat(question.choices_size())}));
    default:
      return terminal_.Say(words_.Get("wrong.flag"));
  }
}

std::string Dialog::ValueOf(int question) const {
  const auto& asked = form_.questions(question);
  const Answer& answer = answers_.questions[static_cast<std::size_t>(question)];
  switch (answer.said) {
    case Said::kPresent:
      return words_.Get("answer.yes");
    case Said::kAbsent:
      return words_.Get("answer.no");
    case Said::kNotSure:
      return words_.Get("answer.not_sure");
    case Said::kNumber:
      return absl::StrCat(answer.number, UnitText(asked));
    case Said::kChoice:
      return ChoiceText(asked, answer.choice);
    default:
      return "";
  }
}

std::string Dialog::ToldAt(const Step& step) const {
  const auto done = [this](v1::Done told) {
    switch (told) {
      case v1::DONE_FULL:
        return words_.Get("done.full");
      case v1::DONE_PART:
        return words_.Get("done.part");
      case v1::DONE_SKIPPED:
        return words_.Get("done.skipped");
      default:
        return std::string();
    }
  };
  switch (step.kind) {
    case Step::Kind::kTickList: {
      const auto& list = ListAt(lists_, step.index).questions;
      const bool left_out = std::all_of(list.begin(), list.end(), [this](int i) {
        return answers_.questions[static_cast<std::size_t>(i)].said == Said::kLeftOut;
      });
      const std::string ticks = left_out ? "" : TicksOf(answers_, list);
      return ticks == "0" ? words_.Get("answer.none") : ticks;
    }
    case Step::Kind::kQuestion:
      return ValueOf(step.index);
    case Step::Kind::kExercise:
      return done(answers_.exercises[static_cast<std::size_t>(step.index)]);
    case Step::Kind::kRun:
      return done(answers_.run.done());
    case Step::Kind::kRunMinutes:
      return answers_.run.has_minutes() ? absl::StrCat(answers_.run.minutes()) : "";
    case Step::Kind::kRunEffort:
      return answers_.run.has_rpe() ? absl::StrCat(answers_.run.rpe()) : "";
    case Step::Kind::kNote:
      return answers_.note;
  }
  return "";
}

std::vector<Step> Dialog::PutAnswers() {
  std::vector<Step> shown;
  place_.reset();
  terminal_.Pause();
  terminal_.Say(words_.Get("review.title"));
  const auto put = [&](const Step& step, const std::string& name, const std::string& told) {
    shown.push_back(step);
    terminal_.Say(absl::StrCat(shown.size(), " ", name, name.ends_with('?') ? " " : ": ",
                               told.empty() ? words_.Get("not_told") : told),
                  kIndent);
  };
  for (const Step& step : Steps(form_, answers_)) {
    const bool of_form = step.kind == Step::Kind::kTickList || step.kind == Step::Kind::kQuestion;
    if (!of_form) PutPlace(words_.Get("today"));
    switch (step.kind) {
      case Step::Kind::kTickList:
        PutPlace(form_.questions(step.index));
        for (const int i : ListAt(lists_, step.index).questions) {
          const Answer& answer = answers_.questions[static_cast<std::size_t>(i)];
          const bool has_value = SaysSo(answer) && answer.said != Said::kPresent;
          const bool is_not_so =
              (answer.said == Said::kNumber || answer.said == Said::kChoice) && !SaysSo(answer);
          put(has_value ? Step{.kind = Step::Kind::kQuestion, .index = i} : step,
              form_.questions(i).tick_text(), is_not_so ? words_.Get("answer.no") : ValueOf(i));
        }
        break;
      case Step::Kind::kQuestion: {
        const auto& question = form_.questions(step.index);
        const bool in_list = std::any_of(lists_.begin(), lists_.end(), [&](const TickList& list) {
          return std::find(list.questions.begin(), list.questions.end(), step.index) !=
                 list.questions.end();
        });
        if (in_list) break;  // told with its list
        PutPlace(question);
        put(step, ShortText(question), ValueOf(step.index));
        break;
      }
      case Step::Kind::kExercise:
        put(step, TitleOf(form_.today().exercises(step.index), words_), ToldAt(step));
        break;
      case Step::Kind::kRun:
        put(step, words_.Get("run.ask"), ToldAt(step));
        break;
      case Step::Kind::kRunMinutes:
        put(step, words_.Get("run.minutes_name"), ToldAt(step));
        break;
      case Step::Kind::kRunEffort:
        put(step, words_.Get("run.effort_name"), ToldAt(step));
        break;
      case Step::Kind::kNote:
        put(step, words_.Get("note.name"), ToldAt(step));
        break;
    }
  }
  return shown;
}

}  // namespace midstance::checkin

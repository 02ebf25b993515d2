#include "clients/checkin/dialog.h"

#include <absl/strings/ascii.h>
#include <absl/strings/numbers.h>
#include <absl/strings/str_cat.h>

#include <algorithm>
#include <utility>

#include "clients/checkin/tick_list.h"
#include "support/text.h"

namespace midstance::checkin {
namespace {

constexpr double kMostMinutes = 1440;
constexpr double kMostEffort = 10;
constexpr std::size_t kLongestNote = 500;

std::size_t At(int index) { return static_cast<std::size_t>(index); }

bool IsQuestion(const Step& step) { return step.kind == Step::Kind::kQuestion; }

}  // namespace

Dialog::Dialog(Terminal& terminal, const Words& words, const v1::CheckInForm& form, Answers answers)
    : terminal_(terminal),
      words_(words),
      form_(form),
      lists_(TickLists(form)),
      answers_(std::move(answers)) {}

DialogEnd Dialog::Ask() {
  terminal_.Say(words_.Get("intro"));
  return Walk(NextStep(form_, answers_, std::nullopt));
}

DialogEnd Dialog::Review() {
  terminal_.Say(words_.Get("intro"));
  asked_ = Steps(form_, answers_);
  if (ShowsSafety(form_, answers_)) PutSafety(true);
  return Walk(std::nullopt);
}

DialogEnd Dialog::Walk(std::optional<Step> step) {
  while (true) {
    if (!step.has_value()) {
      const Choice choice = Choose();
      if (choice.end.has_value()) return *choice.end;
      step = choice.step;
      place_.reset();
    }
    switch (AskStep(*step)) {
      case Turn::kGone:
        return DialogEnd::kGone;
      case Turn::kIdle:
        return DialogEnd::kIdle;
      case Turn::kAgain:
        break;
      case Turn::kBack:
        if (const auto before = StepBefore(form_, answers_, *step)) {
          step = before;
        } else {
          terminal_.Say(words_.Get("first"));
        }
        break;
      case Turn::kAnswered:
        asked_.push_back(*step);
        step = NextUnasked(*step);
    }
  }
}

std::optional<Step> Dialog::NextUnasked(const Step& after) const {
  auto next = NextStep(form_, answers_, after);
  while (next.has_value() && std::find(asked_.begin(), asked_.end(), *next) != asked_.end()) {
    // Ticked anew it has no value, whether it had one before or not.
    if (IsQuestion(*next) && answers_.questions[At(next->index)].said == Answer::Said::kTicked) {
      break;
    }
    next = NextStep(form_, answers_, next);
  }
  return next;
}

Dialog::Turn Dialog::AskStep(const Step& step) {
  Put(step);
  const std::string now = ToldAt(step);
  if (!now.empty()) terminal_.Say(words_.With("now", {now}));
  const Typed typed = terminal_.Ask();
  if (typed.kind == Typed::Kind::kEnd) return Turn::kGone;
  if (typed.kind == Typed::Kind::kIdle) return Turn::kIdle;
  std::string word = absl::AsciiStrToLower(typed.text);
  absl::StripAsciiWhitespace(&word);
  if (word == "b") return Turn::kBack;
  if (word == "!") {
    PutSafety(false);
    return Turn::kAgain;
  }
  if (word.empty() && !now.empty()) return Turn::kAnswered;
  if (word.empty() || word == "-") {
    Forget(step);
    return Turn::kAnswered;
  }
  const std::vector<int> before = Signs(form_, answers_);
  const Turn turn = Take(step, typed.text);
  const std::vector<int> after = Signs(form_, answers_);
  const bool new_sign = std::any_of(after.begin(), after.end(), [&before](int sign) {
    return std::find(before.begin(), before.end(), sign) == before.end();
  });
  if (new_sign) PutSafety(true);
  return turn;
}

// ---- What is typed

Dialog::Turn Dialog::Take(const Step& step, const std::string& typed) {
  const AnswerWords words = words_.answer_words();
  absl::Status status;
  switch (step.kind) {
    case Step::Kind::kTickList: {
      auto told = ReadTicks(form_, answers_, ListAt(lists_, step.index).questions, typed);
      status = told.status();
      if (told.ok()) answers_ = *std::move(told);
      break;
    }
    case Step::Kind::kQuestion: {
      const auto answer = ReadAnswer(form_.questions(step.index), typed, words);
      status = answer.status();
      if (answer.ok()) answers_.questions[At(step.index)] = *answer;
      break;
    }
    case Step::Kind::kExercise: {
      const auto done = ReadDone("exercise", typed, words);
      status = done.status();
      if (done.ok()) answers_.exercises[At(step.index)] = *done;
      break;
    }
    case Step::Kind::kRun: {
      const auto done = ReadDone("run", typed, words);
      status = done.status();
      if (done.ok()) answers_ = TellRun(form_, std::move(answers_), *done);
      break;
    }
    case Step::Kind::kRunMinutes: {
      const auto minutes = ReadNumber("run.minutes", typed, 0, kMostMinutes);
      status = minutes.status();
      if (minutes.ok()) answers_.run.set_minutes(*minutes);
      break;
    }
    case Step::Kind::kRunEffort: {
      const auto effort = ReadNumber("run.rpe", typed, 0, kMostEffort);
      status = effort.status();
      if (effort.ok()) answers_.run.set_rpe(*effort);
      break;
    }
    case Step::Kind::kNote: {
      const bool plain = CheckText(typed, true, kLongestNote) == TextProblem::kNone;
      if (!plain) status = absl::InvalidArgumentError("note");
      if (plain) answers_.note = typed;
      break;
    }
  }
  if (status.ok()) return Turn::kAnswered;
  SayWrong(step);
  return Turn::kAgain;
}

void Dialog::Forget(const Step& step) {
  switch (step.kind) {
    case Step::Kind::kTickList:
      for (const int i : ListAt(lists_, step.index).questions) {
        answers_.questions[At(i)] = Answer::LeftOut();
      }
      break;
    case Step::Kind::kQuestion:
      answers_.questions[At(step.index)] = Answer::LeftOut();
      break;
    case Step::Kind::kExercise:
      answers_.exercises[At(step.index)] = v1::DONE_UNSPECIFIED;
      break;
    case Step::Kind::kRun:
      answers_ = TellRun(form_, std::move(answers_), v1::DONE_UNSPECIFIED);
      break;
    case Step::Kind::kRunMinutes:
      answers_.run.clear_minutes();
      break;
    case Step::Kind::kRunEffort:
      answers_.run.clear_rpe();
      break;
    case Step::Kind::kNote:
      answers_.note.clear();
      break;
  }
}

// ---- The review

Dialog::Choice Dialog::Choose() {
  const std::vector<Step> shown = PutAnswers();
  while (true) {
    terminal_.Say(words_.Get("review.hint"));
    const Typed typed = terminal_.Ask();
    if (typed.kind == Typed::Kind::kEnd) return {.end = DialogEnd::kGone, .step = {}};
    if (typed.kind == Typed::Kind::kIdle) return {.end = DialogEnd::kIdle, .step = {}};
    std::string word = absl::AsciiStrToLower(typed.text);
    absl::StripAsciiWhitespace(&word);
    std::size_t number = 0;
    if (word == "b") return {.end = {}, .step = shown.back()};
    if (word == "!") {
      PutSafety(false);
    } else if (words_.Means("words.send", word)) {
      if (TellsAnything(form_, answers_)) return {.end = DialogEnd::kSend, .step = {}};
      terminal_.Say(words_.Get("nothing"));
    } else if (words_.Means("words.quit", word)) {
      return {.end = DialogEnd::kQuit, .step = {}};
    } else if (absl::SimpleAtoi(word, &number) && number >= 1 && number <= shown.size()) {
      return {.end = {}, .step = shown[number - 1]};
    } else {
      terminal_.Say(words_.Get("wrong.review"));
    }
  }
}

}  // namespace midstance::checkin

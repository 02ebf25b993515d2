#include "clients/checkin/session.h"

#include <absl/strings/ascii.h>

#include <utility>

#include "clients/checkin/answers_file.h"
#include "clients/core/error_text.h"
#include "clients/core/exit_code.h"
#include "support/status.h"
#include "support/time.h"

namespace midstance::checkin {
namespace {

constexpr int kFailed = 1;
constexpr int kUnreachable = 5;

SessionEnd Gone(Terminal& terminal, const Words& words, bool idle) {
  terminal.Say(words.Get("ended"));
  return {.exit_code = kFailed, .idle = idle};
}

class Session {
 public:
  Session(Terminal& terminal, const Words& words, const ServerCalls& calls,
          const std::string& case_name, const SessionTools& tools)
      : terminal_(terminal), words_(words), calls_(calls), case_(case_name), tools_(tools) {}

  SessionEnd Run() {
    auto form = calls_.form();
    if (!form.ok()) {
      SayProblem(terminal_, words_, form.status());
      return {.exit_code = client::ExitCode(form.status())};
    }
    form_ = *std::move(form);
    outgoing_.request_id = tools_.request_ids();
    if (form_.has_todays_check_in()) {
      if (const auto end = AskWhetherToAmend()) return *end;
    }
    const bool amends = outgoing_.amends.has_value();
    Dialog dialog(terminal_, words_, form_,
                  amends ? Prefill(form_, form_.todays_check_in()) : Blank(form_));
    DialogEnd end = amends ? dialog.Review() : dialog.Ask();
    while (true) {
      if (end != DialogEnd::kSend) return Gone(terminal_, words_, end == DialogEnd::kIdle);
      outgoing_.check_in = Compose(form_, dialog.answers());
      if (const auto sent = Send()) return *sent;
      end = dialog.Review();
    }
  }

 private:
  // Nothing when it is decided.
  std::optional<SessionEnd> AskWhetherToAmend() {
    terminal_.Say(words_.Get("amend.ask"));
    while (true) {
      const Typed typed = terminal_.Ask();
      if (typed.kind != Typed::Kind::kLine) {
        return Gone(terminal_, words_, typed.kind == Typed::Kind::kIdle);
      }
      if (words_.Means("words.no", typed.text)) return std::nullopt;
      if (words_.Means("words.yes", typed.text)) {
        outgoing_.amends = form_.todays_check_in();
        return std::nullopt;
      }
      terminal_.Say(words_.Get("amend.ask"));
    }
  }

  // Nothing when the server did not take the answers and they may be changed.
  std::optional<SessionEnd> Send() {
    while (true) {
      const auto answer = calls_.send(outgoing_, false);
      if (answer.ok()) {
        const auto form = calls_.form();
        SayAnswer(terminal_, words_, *answer, form.ok() ? form->week() : v1::CheckInWeek());
        return SessionEnd{};
      }
      if (IsUnreachable(answer.status())) {
        terminal_.Say(words_.Get("not_sent"));
        if (const auto end = AskWhetherToTryAgain()) return *end;
        continue;
      }
      SayProblem(terminal_, words_, answer.status());
      if (BadRequestOf(answer.status()).has_value()) return std::nullopt;
      return SessionEnd{.exit_code = client::ExitCode(answer.status())};
    }
  }

  // Nothing for yes.
  std::optional<SessionEnd> AskWhetherToTryAgain() {
    while (true) {
      terminal_.Say(words_.Get("again.ask"));
      const Typed typed = terminal_.Ask();
      if (typed.kind != Typed::Kind::kLine) {
        return SessionEnd{.exit_code = kUnreachable, .idle = typed.kind == Typed::Kind::kIdle};
      }
      if (words_.Means("words.yes", typed.text)) return std::nullopt;
      if (words_.Means("words.no", typed.text)) break;
    }
    Keep();
    return SessionEnd{.exit_code = kUnreachable};
  }

  void Keep() {
    if (!tools_.keep) return;
    // Sent later it still tells of now.
    Outgoing kept = outgoing_;
    if (!kept.amends.has_value()) {
      *kept.check_in.mutable_occurred_time() = TimestampOf(tools_.now());
    }
    while (true) {
      terminal_.Say(words_.Get("file.ask"));
      Typed typed = terminal_.Ask();
      absl::StripAsciiWhitespace(&typed.text);
      if (typed.kind != Typed::Kind::kLine || typed.text.empty()) {
        return terminal_.Say(words_.Get("file.none"));
      }
      if (tools_.keep(typed.text, KeptText(kept, case_)).ok()) {
        return terminal_.Say(words_.With("file.written", {typed.text}));
      }
      terminal_.Say(words_.Get("file.failed"));
    }
  }

  Terminal& terminal_;
  const Words& words_;
  const ServerCalls& calls_;
  const std::string& case_;
  const SessionTools& tools_;
  v1::CheckInForm form_;
  Outgoing outgoing_;
};

std::string DaysOf(const Words& words, const v1::CheckInWeek& week,
                   bool (v1::CheckInDay::*holds)() const) {
  std::string text;
  for (int day = 0; day < week.days_size(); ++day) {
    if (!(week.days(day).*holds)()) continue;
    text += (text.empty() ? "" : ", ") + words.Get("weekday." + std::to_string(day + 1));
  }
  return text;
}

}  // namespace

SessionEnd CheckInAt(Terminal& terminal, const Words& words, const ServerCalls& calls,
                     const std::string& case_name, const SessionTools& tools) {
  return Session(terminal, words, calls, case_name, tools).Run();
}

void SayAnswer(Terminal& terminal, const Words& words, const v1::RecordCheckInResponse& answer,
               const v1::CheckInWeek& week) {
  terminal.Pause();
  terminal.Say(words.Get("sent"));
  terminal.Say(answer.advice().text());
  if (!answer.advice().safety().text().empty()) {
    terminal.Pause();
    terminal.Say(words.Get("safety.title"));
    terminal.Say(answer.advice().safety().text());
  }
  const std::string told = DaysOf(words, week, &v1::CheckInDay::checked_in);
  const std::string done = DaysOf(words, week, &v1::CheckInDay::exercises_done);
  if (told.empty()) return;
  terminal.Pause();
  terminal.Say(words.With("week", {told}));
  if (!done.empty()) terminal.Say(words.With("week.exercises", {done}));
}

void SayProblem(Terminal& terminal, const Words& words, const absl::Status& status) {
  if (IsUnreachable(status)) return terminal.Say(words.Get("unreachable"));
  if (absl::IsUnauthenticated(status) || absl::IsPermissionDenied(status) ||
      absl::IsNotFound(status)) {
    return terminal.Say(words.Get("link.over"));
  }
  const client::ErrorText error = client::Explain(status);
  terminal.Say(words.Get("refused"));
  if (error.fields.empty()) terminal.Say(error.what);
  for (const std::string& field : error.fields) terminal.Say(field, 3);
  terminal.Say(words.Get("refused.call"));
}

}  // namespace midstance::checkin

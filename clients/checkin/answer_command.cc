#include "clients/checkin/answer_command.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <sstream>

#include "clients/checkin/answers_file.h"
#include "clients/checkin/fd_lines.h"
#include "clients/checkin/kiosk.h"
#include "clients/checkin/session.h"
#include "clients/core/error_text.h"
#include "clients/core/exit_code.h"
#include "clients/core/link_code.h"
#include "clients/core/profile.h"
#include "support/status.h"

namespace midstance::checkin {
namespace {

constexpr int kUsage = 2;
constexpr char kLinkVariable[] = "MIDSTANCE_CHECK_IN_LINK";

std::string Environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

const Words& WordsFor(const std::string& language) {
  for (const std::string& wanted :
       {language, Environment("LC_ALL"), Environment("LC_MESSAGES"), Environment("LANG")}) {
    if (wanted.empty()) continue;
    const Words* found = WordsIn(wanted);
    return found == nullptr ? AllWords().front() : *found;
  }
  return AllWords().front();
}

int Fail(const absl::Status& status, int exit_code) {
  std::cerr << client::ErrorLines(status) << '\n';
  return exit_code;
}

absl::Status KeepFile(const std::string& path, const std::string& text) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (fd < 0) return absl::UnknownError("cannot write " + path);
  const bool written = ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  const bool closed = ::close(fd) == 0;
  return written && closed ? absl::OkStatus() : absl::UnknownError("cannot write " + path);
}

// The code of a file or of the environment; nothing when it is to be asked for.
absl::StatusOr<std::optional<client::LinkCode>> GivenLink(const AnswerOptions& options) {
  std::string text = Environment(kLinkVariable);
  if (!options.link_file.empty()) {
    MIDSTANCE_ASSIGN_OR_RETURN(text, client::ReadSecret(options.link_file));
  } else if (text.empty()) {
    return std::nullopt;
  }
  auto code = client::ParseLinkCode(text);
  if (!code.has_value()) {
    return absl::InvalidArgumentError(
        "the link is not whole: it is patients/.../cases/.../TOKEN, or a link that ends with it");
  }
  return code;
}

// Calls as the bearer of a link.
class Server {
 public:
  Server(const client::Endpoint& endpoint, std::string language)
      : client_(client::MakeChannel(endpoint), {}), language_(std::move(language)) {}

  ServerCalls CallsFor(const client::LinkCode& link) const {
    return CallsOf(client_.WithToken(link.token), link.name, language_);
  }
  const client::RequestIds& request_ids() const { return client_.options().request_ids; }

 private:
  client::Client client_;
  const std::string language_;
};

// ---- Without a dialog

// What a file of answers sends. The same file sent again on the same day has the same request id,
// so that it counts once.
absl::StatusOr<Outgoing> OutgoingOf(const AnswerOptions& options, const v1::CheckInForm& form,
                                    const std::string& text, const std::string& case_name) {
  MIDSTANCE_ASSIGN_OR_RETURN(Answers answers, ReadAnswersFile(form, text));
  if (form.has_todays_check_in() && !options.amend && !options.second) {
    return absl::FailedPreconditionError(
        "there is a check-in of today: --amend puts these answers in its place, --second records "
        "one more");
  }
  if (options.amend && !form.has_todays_check_in()) {
    return absl::FailedPreconditionError("there is no check-in of today to amend");
  }
  Outgoing outgoing;
  std::string of = case_name + '\n' + form.today().date() + '\n' + text;
  if (options.amend) {
    outgoing.amends = form.todays_check_in();
    of += outgoing.amends->name() + '\n' + outgoing.amends->etag();
    answers.kept = Prefill(form, form.todays_check_in()).kept;
  }
  outgoing.check_in = Compose(form, answers);
  outgoing.request_id = client::SeededRequestId(0, of, 0);
  return outgoing;
}

int SendFile(const AnswerOptions& options, const Words& words, const ServerCalls& calls,
             const client::LinkCode& link) {
  std::string text;
  if (options.answers == "-") {
    std::ostringstream all;
    all << std::cin.rdbuf();
    text = all.str();
  } else {
    auto read = client::ReadFile(options.answers);
    if (!read.ok()) return Fail(read.status(), kUsage);
    text = *std::move(read);
  }
  auto kept = ReadKept(text, link.name);
  if (!kept.ok()) return Fail(kept.status(), kUsage);
  const bool was_kept = kept->has_value();
  const auto form = calls.form();
  if (!form.ok()) return Fail(form.status(), client::ExitCode(form.status()));
  absl::StatusOr<Outgoing> outgoing =
      was_kept ? **std::move(kept) : OutgoingOf(options, *form, text, link.name);
  if (!outgoing.ok()) {
    return Fail(outgoing.status(), absl::IsInvalidArgument(outgoing.status()) ? kUsage : 1);
  }
  const auto answer = was_kept ? SendKept(calls, *std::move(outgoing), options.check)
                               : calls.send(*outgoing, options.check);
  Terminal terminal([](Echo) { return Typed{.kind = Typed::Kind::kEnd}; }, std::cout,
                    WidthOf(STDOUT_FILENO));
  if (ReasonOf(answer.status()) == v1::ERROR_REASON_REQUEST_ID_REUSED && was_kept) {
    terminal.Say(words.Get("differs"));
    return 1;
  }
  if (!answer.ok()) return Fail(answer.status(), client::ExitCode(answer.status()));
  if (options.check) {
    std::cerr << "these answers may be sent; nothing was\n";
    return 0;
  }
  const auto after = calls.form();
  SayAnswer(terminal, words, *answer, after.ok() ? after->week() : v1::CheckInWeek());
  return 0;
}

}  // namespace

CLI::App* AddAnswerCommand(CLI::App& app, AnswerOptions& options) {
  auto* const answer =
      app.add_subcommand("answer", "Check in at this terminal, or with the answers of a file");
  answer
      ->add_option("--join", options.join_file,
                   "Join file of the Midstance server, which midstanced wrote")
      ->envname("MIDSTANCE_CHECKIN_JOIN")
      ->required();
  answer->add_option("--link-file", options.link_file,
                     "File whose first line is the link, or its code: what stands behind the #. "
                     "Left out: $MIDSTANCE_CHECK_IN_LINK, or a prompt");
  answer->add_option("--language", options.language,
                     "en, de or es; left out: that of the locale, or English");
  auto* const file = answer->add_option(
      "--answers", options.answers, "Ask nothing: take the answers from a JSON file, - for stdin");
  auto* const check =
      answer->add_flag("--check", options.check, "With --answers: check them and send nothing");
  check->needs(file);
  auto* const amend =
      answer->add_flag("--amend", options.amend, "With --answers: in place of today's check-in");
  amend->needs(file);
  answer
      ->add_flag("--second", options.second,
                 "With --answers: one more, though there is a check-in of today")
      ->needs(file)
      ->excludes(amend);
  auto* const names = answer->add_flag(
      "--names", options.names, "Only print what a file may answer today: name, values, question");
  names->excludes(file);
  auto* const kiosk = answer->add_flag(
      "--kiosk", options.kiosk, "One person after the other; the screen is cleared in between");
  kiosk->excludes(file)->excludes(names);
  answer
      ->add_option(
          "--kiosk-seconds", options.kiosk_seconds,
          "After how long without a line a kiosk forgets the answers and clears the screen")
      ->check(CLI::Range(1, 3600))
      ->capture_default_str()
      ->needs(kiosk);
  answer->footer(
      "Examples:\n"
      "  midstance-checkin answer --join join.json\n"
      "  midstance-checkin answer --join join.json --link-file link --answers today.json --check\n"
      "  midstance-checkin answer --join join.json --kiosk\n"
      "\n"
      "At the terminal: one question after the other. Enter alone leaves one out, ? is not sure, "
      "b\n"
      "goes back, ! tells when to get help at once. Nothing is sent before you have read your\n"
      "answers and typed s.\n"
      "\n"
      "A file of answers; --names lists the names and values of today:\n"
      "  {\"answers\": {\"knee/left worst_nprs\": 3, \"knee/left swelling\": \"?\", \"fever\": "
      "\"no\"},\n"
      "   \"nothing_else\": true, \"exercises\": {\"clamshell left\": \"done\"},\n"
      "   \"run\": {\"done\": \"part\", \"minutes\": 20, \"effort\": 3}, \"note\": \"after the "
      "hill\"}\n"
      "All of it may be left out. What is not there is not told; with nothing_else, whatever "
      "could\n"
      "be ticked in the form's lists and is not there is said to be not so. The same file sent "
      "twice\n"
      "on a day counts once.\n"
      "\n"
      "Exit codes: 0 done; 1 not sent, or the server refused; 2 the command line or the file is\n"
      "wrong; 3 the link is not valid; 4 not found; 5 the server cannot be reached.");
  return answer;
}

int RunAnswerCommand(const AnswerOptions& options) {
  if (!options.language.empty() && WordsIn(options.language) == nullptr) {
    return Fail(absl::InvalidArgumentError("--language is one of en, de, es"), kUsage);
  }
  const Words& words = WordsFor(options.language);
  const auto endpoint = client::LoadJoinFile(options.join_file);
  if (!endpoint.ok()) return Fail(endpoint.status(), kUsage);
  const Server server(*endpoint, words.language());
  std::optional<std::chrono::seconds> patience;
  if (options.kiosk) patience = std::chrono::seconds(options.kiosk_seconds);
  Terminal terminal(FdLines(STDIN_FILENO, patience), std::cout, WidthOf(STDOUT_FILENO));
  SessionTools tools{
      .request_ids = server.request_ids(), .now = [] {
        return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
      }};
  if (options.kiosk) {
    ServeKiosk(
        terminal, words, [&server](const client::LinkCode& link) { return server.CallsFor(link); },
        tools);
    return 0;
  }

  auto link = GivenLink(options);
  if (!link.ok()) return Fail(link.status(), kUsage);
  if (!link->has_value() && options.answers == "-") {
    return Fail(absl::InvalidArgumentError("answers from stdin need --link-file"), kUsage);
  }
  if (!link->has_value()) *link = AskForLink(terminal, words);
  if (!link->has_value()) return Fail(absl::InvalidArgumentError("no link given"), kUsage);
  const ServerCalls calls = server.CallsFor(**link);
  if (options.names) {
    const auto form = calls.form();
    if (!form.ok()) return Fail(form.status(), client::ExitCode(form.status()));
    std::cout << NamesIn(*form);
    return 0;
  }
  if (!options.answers.empty()) return SendFile(options, words, calls, **link);
  tools.keep = KeepFile;
  return CheckInAt(terminal, words, calls, (*link)->name, tools).exit_code;
}

}  // namespace midstance::checkin

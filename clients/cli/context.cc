#include "clients/cli/context.h"

#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <sstream>
#include <string_view>

#include "clients/cli/output/csv.h"
#include "clients/core/exit_code.h"
#include "support/time.h"

namespace midstance::cli {
namespace {

std::string_view Environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// Turns the terminal's echo off while it lives.
class EchoOff {
 public:
  EchoOff() {
    ::tcgetattr(STDIN_FILENO, &before_);
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
  }
  ~EchoOff() { ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_); }
  EchoOff(const EchoOff&) = delete;
  EchoOff& operator=(const EchoOff&) = delete;

 private:
  termios before_{};
};

}  // namespace

Screen ScreenOf(int descriptor) {
  Screen screen;
  screen.there = ::isatty(descriptor) != 0;
  if (!screen.there) return screen;
  screen.redraws = Environment("TERM") != "dumb";
  winsize window{};
  if (::ioctl(descriptor, TIOCGWINSZ, &window) == 0) {
    screen.width = window.ws_col;
    screen.height = window.ws_row;
  }
  return screen;
}

Context Context::To(std::ostream& data, std::ostream& talk) const {
  Context other(data, talk);
  other.data_screen = data_screen;
  other.talk_screen = talk_screen;
  other.format = format;
  other.colour = colour;
  other.quiet = quiet;
  other.limited = limited;
  other.profile_path = profile_path;
  other.demo_time = demo_time;
  other.interrupts = interrupts;
  other.found_ = found_;
  return other;
}

int Context::FoundCode() const {
  constexpr int kFound = 10;
  return tells_found && *found_ ? kFound : 0;
}

TableStyle Context::Style() const {
  const bool may = data_screen.redraws && Environment("NO_COLOR").empty();
  return {.width = data_screen.width, .colour = colour == "always" || (colour == "auto" && may)};
}

std::filesystem::path Context::ProfilePath() const {
  if (!profile_path.empty()) return profile_path;
  if (const auto path = Environment("MIDSTANCE_PROFILE"); !path.empty()) return path;
  const auto config = Environment("XDG_CONFIG_HOME");
  const std::filesystem::path base = config.empty()
                                         ? std::filesystem::path(Environment("HOME")) / ".config"
                                         : std::filesystem::path(config);
  return base / "midstance" / "profile.json";
}

absl::StatusOr<client::CallOptions> Context::Calls() const {
  client::CallOptions options;
  if (demo_time.empty()) return options;
  MIDSTANCE_ASSIGN_OR_RETURN(const auto time, client::ParseTime(demo_time));
  options.demo_time = InstantOf(time);
  return options;
}

absl::StatusOr<client::Client> Context::Connect() const {
  auto profile = client::LoadProfile(ProfilePath());
  if (const auto token = Environment("MIDSTANCE_TOKEN"); profile.ok() && !token.empty()) {
    if (!client::IsToken(token)) {
      return absl::InvalidArgumentError(
          "MIDSTANCE_TOKEN is no token: it has letters, digits, - and _ alone");
    }
    profile->token = token;
  }
  if (absl::IsNotFound(profile.status()) || (profile.ok() && profile->token.empty())) {
    return absl::UnauthenticatedError(
        "nobody is signed in; start with: midstance sign-in --join FILE --user NAME");
  }
  if (!profile.ok()) return profile.status();
  MIDSTANCE_ASSIGN_OR_RETURN(client::CallOptions options, Calls());
  options.token = profile->token;
  return client::Client(client::MakeChannel(profile->endpoint), std::move(options));
}

bool Context::AtTerminal() const { return ::isatty(STDIN_FILENO) != 0; }

absl::StatusOr<std::string> Context::AskPassword(const std::string& file) const {
  if (!file.empty()) return client::ReadSecret(file);
  std::string password;
  if (AtTerminal()) {
    talk_ << "Password: " << std::flush;
    const EchoOff silent;
    std::getline(std::cin, password);
    talk_ << '\n';
  } else {
    std::getline(std::cin, password);
  }
  if (password.empty()) return absl::InvalidArgumentError("no password given");
  return password;
}

absl::StatusOr<std::string> Context::ReadInput(const std::string& file) const {
  if (file != "-") return client::ReadFile(file);
  std::ostringstream text;
  text << std::cin.rdbuf();
  return text.str();
}

Format Context::output_format() const {
  if (format == "json") return Format::kJson;
  return format == "csv" ? Format::kCsv : Format::kTable;
}

void Context::Print(const Grid& grid) const {
  data_ << (output_format() == Format::kCsv ? FormatCsv(grid) : FormatTable(grid, Style()));
}

void Context::PrintOne(const Grid& grid) const {
  if (output_format() == Format::kCsv) return Print(grid);
  data_ << FormatRecord(grid, Style());
}

absl::Status Written(const Context& context) {
  context.data().flush();
  if (context.data()) return absl::OkStatus();
  return absl::DataLossError("the output could not be written to its end");
}

absl::Status Interrupted() { return absl::CancelledError("interrupted"); }

bool IsInterrupted(const absl::Status& status) { return status == Interrupted(); }

int ExitCode(const absl::Status& status) {
  constexpr int kInterrupted = 130;  // as a shell tells of a program that SIGINT ended
  if (IsInterrupted(status)) return kInterrupted;
  return client::ExitCode(status);
}

}  // namespace midstance::cli

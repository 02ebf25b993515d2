#pragma once

#include <CLI/App.hpp>
#include <string>
#include <vector>

namespace midstance::checkin {

// What `midstance-checkin answer` was called with.
struct AnswerOptions {
  std::string join_file;
  std::string link_file;  // left out: the environment, or a prompt
  std::string language;   // left out: of the locale
  std::string answers;    // left out: asks
  bool names = false;
  bool check = false;
  bool amend = false;
  bool second = false;
  bool kiosk = false;
  int kiosk_seconds = 60;
};

// Adds the command; its words are read into `options`.
CLI::App* AddAnswerCommand(CLI::App& app, AnswerOptions& options);
// Checks in; what is returned is the exit code.
int RunAnswerCommand(const AnswerOptions& options);

}  // namespace midstance::checkin

#pragma once

#include <functional>
#include <string>

#include "clients/checkin/dialog.h"
#include "clients/checkin/outgoing.h"
#include "clients/checkin/terminal.h"
#include "clients/checkin/words.h"
#include "clients/core/request_ids.h"

namespace midstance::checkin {

// What a check-in at a terminal needs besides the terminal.
struct SessionTools {
  client::RequestIds request_ids;
  std::function<Instant()> now;
  // Writes a new file that only she can read; where there is none, answers are not kept.
  std::function<absl::Status(const std::string& path, const std::string& text)> keep = {};
};

// How a check-in ended.
struct SessionEnd {
  int exit_code = 0;
  bool idle = false;  // nobody typed
};

// One check-in from the form to the week's view: asks, shows what was answered, sends, and says
// what the clinic says. Whatever went wrong is told at the terminal.
SessionEnd CheckInAt(Terminal& terminal, const Words& words, const ServerCalls& calls,
                     const std::string& case_name, const SessionTools& tools);

// What the clinic says, the safety text, and what was told this week.
void SayAnswer(Terminal& terminal, const Words& words, const v1::RecordCheckInResponse& answer,
               const v1::CheckInWeek& week);
// Why it did not work, in her words as far as there are some.
void SayProblem(Terminal& terminal, const Words& words, const absl::Status& status);

}  // namespace midstance::checkin

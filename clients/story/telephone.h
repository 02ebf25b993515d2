#pragma once

#include <absl/status/statusor.h>

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "support/time.h"

namespace midstance::story {

// What her telephone showed her when her answers had arrived.
struct Shown {
  std::string text;
  bool running_on_hold = false;
  // When it showed it.
  std::chrono::steady_clock::time_point time;
};

// A real telephone: opens the page with the code of her link when it is `at`, and does what the
// words say, e.g. "worst_nprs=6", "night_nights=2", "none", "twice", "offline".
using Telephone = std::function<absl::StatusOr<Shown>(Instant at, const std::string& code,
                                                      const std::vector<std::string>& words)>;

// A telephone that a program plays: it gets the time, the code and the words, and prints what was
// shown as one line of JSON: {"text": "...", "hold": false, "ago_ms": 12}.
Telephone PlayedBy(std::string command);

}  // namespace midstance::story

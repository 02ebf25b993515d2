#pragma once

#include <absl/status/status.h>

#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "support/time.h"

namespace midstance::sessions {

// Slows down guessing: five tries of a user name are free, then each one more must wait for 30
// seconds, a minute, two minutes, up to 15 minutes. A success, or an hour without a try, starts
// afresh. Unknown user names are counted alike, so that the throttle tells nothing about who
// exists. Whoever tries many names on purpose can make another name wait, no more. Thread-safe; the
// one piece of state that a verb keeps outside the store, because a refused try commits nothing.
class SignInThrottle {
 public:
  explicit SignInThrottle(std::size_t most_names = 10'000) : most_names_(most_names) {}

  // Counts a try, before it is known how it ends, so that tries side by side count too.
  // RATE_LIMITED, and nothing counted, while the name must wait.
  absl::Status Try(std::string_view user_name, Instant now);
  void Succeeded(std::string_view user_name);

 private:
  struct Tries {
    int count = 0;
    Instant last;
  };
  void MakeRoom();

  const std::size_t most_names_;
  std::mutex mutex_;
  std::unordered_map<std::string, Tries> tries_;
};

}  // namespace midstance::sessions

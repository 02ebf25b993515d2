#pragma once

#include <absl/status/status.h>

#include <cstdint>
#include <functional>
#include <map>
#include <utility>

#include "support/status.h"
#include "support/time.h"

namespace midstance::story {

// What is to be done and when. Things of one time are done in the order they were put down; a thing
// may put down later ones.
class Agenda {
 public:
  using Action = std::function<absl::Status(Instant at)>;

  void Add(Instant at, Action action) {
    things_.emplace(std::pair(at, next_++), std::move(action));
  }

  // Does everything before `end` in order; stops at the first error.
  absl::Status Play(Instant end) {
    while (!things_.empty() && things_.begin()->first.first < end) {
      const auto thing = things_.extract(things_.begin());
      MIDSTANCE_RETURN_IF_ERROR(thing.mapped()(thing.key().first));
    }
    return absl::OkStatus();
  }

 private:
  std::map<std::pair<Instant, std::uint64_t>, Action> things_;
  std::uint64_t next_ = 0;
};

}  // namespace midstance::story

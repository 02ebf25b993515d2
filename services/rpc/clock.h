#pragma once

#include <chrono>

#include "support/time.h"

namespace midstance::rpc {

// Where a call's `now` comes from. Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant Now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Instant Now() const override {
    return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
  }
};

}  // namespace midstance::rpc

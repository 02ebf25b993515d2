#pragma once

#include <atomic>

#include "services/rpc/clock.h"

namespace midstance::rpc {

// Stands still until it is moved, and only moves forward: a sample clinic's year is played in
// seconds. Thread-safe.
class DemoClock final : public Clock {
 public:
  explicit DemoClock(Instant start) : micros_(MicrosOf(start)) {}

  Instant Now() const override { return FromMicros(micros_.load()); }
  void MoveTo(Instant to) {
    std::int64_t now = micros_.load();
    while (now < MicrosOf(to) && !micros_.compare_exchange_weak(now, MicrosOf(to))) {
    }
  }

 private:
  std::atomic<std::int64_t> micros_;
};

}  // namespace midstance::rpc

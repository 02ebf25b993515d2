#pragma once

#include <absl/status/statusor.h>

#include <string>
#include <vector>

#include "tests/bench/clinic.h"

namespace midstance::bench {

struct FlagTimes {
  std::vector<double> millis;  // of every message to every watcher, the shortest first

  double Percentile(double share) const;
};

// Opens `watchers` Watch streams of Escalations, each on a connection of its own, then records
// `flags` check-ins with a red flag, one after the other, each for another patient. A message's
// time counts from before the check-in is sent, so that the commit is within it. An error when a
// watcher misses a flag or is told of one twice.
absl::StatusOr<FlagTimes> MeasureFlagToWatch(const std::string& address, const std::string& ca,
                                             const Clinic& clinic, int watchers, int flags);

}  // namespace midstance::bench

#pragma once

#include <absl/status/statusor.h>

namespace midstance::bench {

// What evaluating a patient's year costs on one core, by number of entries in it.
struct RuleTimes {
  double micros_200 = 0;
  double micros_2000 = 0;
};

// Of the rule set that ships with the program.
absl::StatusOr<RuleTimes> MeasureRules();

}  // namespace midstance::bench

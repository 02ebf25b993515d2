#pragma once

#include <absl/status/statusor.h>

#include <string>

namespace midstance::bench {

// What evaluating a patient's year costs on one core, by number of entries in it.
struct RuleTimes {
  double micros_200 = 0;
  double micros_2000 = 0;
};

// `rule_set_file` is a RuleSet in text format.
absl::StatusOr<RuleTimes> MeasureRules(const std::string& rule_set_file);

}  // namespace midstance::bench

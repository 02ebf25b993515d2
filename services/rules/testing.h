#pragma once

#include <absl/status/statusor.h>

#include "services/rules/compile.h"
#include "services/rules/embedded.h"
#include "services/schedule/clinic_calendar.h"

// For tests that count days of UTC.
namespace midstance::rules {

inline absl::StatusOr<CompiledRuleSet> CompileInUtc(const v1::RuleSet& rule_set) {
  return Compile(rule_set, schedule::ClinicCalendar::Utc());
}

// The shipped rules.
inline CompiledRuleSet CoreInUtc() { return *CompileInUtc(*ParseRuleSet(RunningHipCore())); }

}  // namespace midstance::rules

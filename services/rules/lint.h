#pragma once

#include <span>
#include <string>
#include <vector>

#include "midstance/rules/v1/scenario.pb.h"
#include "services/rules/compile.h"

namespace midstance::rules {

// Something that is legal and most likely wrong.
struct Warning {
  std::string path;
  std::string text;
};

// What a reviewer should look at in a rule set that compiles:
// - numbers that a code can never reach, or always does;
// - derived states that nothing uses, and runs that break before they are long enough;
// - parts that say the same as an earlier one, and guards without a positive finding;
// - an emergency that a guard (`unless`, `not`) can hold back, since a negative never protects;
// - rules without a source, without possibilities, or without an escalation at SOON and above;
// - rules without a POSITIVE or a NEAR_MISS scenario among `scenarios`.
std::vector<Warning> Lint(const CompiledRuleSet& rules,
                          std::span<const v1::ScenarioFile> scenarios);

}  // namespace midstance::rules

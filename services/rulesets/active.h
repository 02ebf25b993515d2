#pragma once

#include <absl/status/status.h>

#include <string>

#include "midstance/v1/rule_set.pb.h"
#include "services/rules/compile.h"

namespace midstance::rulesets {

// The rule set as the API shows it.
v1::RuleSet Shown(const rules::CompiledRuleSet& active);

// RESOURCE_NOT_FOUND when `name` is not that of the active rule set.
absl::Status IsActive(const rules::CompiledRuleSet& active, const std::string& name);

}  // namespace midstance::rulesets

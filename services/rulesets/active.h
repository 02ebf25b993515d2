#pragma once

#include <absl/status/status.h>

#include <string_view>

#include "midstance/v1/rule_set.pb.h"
#include "services/cases/engine/engines.h"

namespace midstance::rulesets {

// The rule set as the API shows it.
v1::RuleSet Shown(const cases::RuleEngine& active);

// RESOURCE_NOT_FOUND when `name` is not that of the clinics' rule set.
absl::Status IsRuleSet(const cases::Engines& engines, std::string_view name);

}  // namespace midstance::rulesets

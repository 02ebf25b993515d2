#pragma once

#include <string>
#include <vector>

#include "midstance/rules/v1/scenario.pb.h"
#include "services/rules/compile.h"

namespace midstance::rules {

// What does not come out of a story that is told of other places, as its `areas` and `together`
// promise; one sentence each. Nothing of a story without them.
std::vector<std::string> CheckPlaces(const CompiledRuleSet& rules, const v1::Scenario& scenario);

}  // namespace midstance::rules

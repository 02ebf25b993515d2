#pragma once

#include <string>
#include <vector>

#include "midstance/rules/v1/evaluation.pb.h"

namespace midstance::rules {

// Why a rule holds, or why not, one plain sentence each: the basis first, then the parts of its
// condition with days, sites and values, then what to ask. Possibilities are named as such; nothing
// here is a diagnosis.
std::vector<std::string> Explain(const v1::RuleResult& result);

}  // namespace midstance::rules

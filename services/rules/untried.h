#pragma once

#include <string>
#include <vector>

#include "services/rules/compile.h"

namespace midstance::rules {

// Ids of the rules of `before` that `after` lacks or lets judge otherwise, and that rest, in
// either, on what the server alone knows (Code.by_server): no report holds that, so BackTest is
// silent about them. What a rule is called, and why, is no matter. In the order of their ids.
std::vector<std::string> UntriedChanges(const CompiledRuleSet& before,
                                        const CompiledRuleSet& after);

}  // namespace midstance::rules

#pragma once

#include <vector>

#include "services/rules/conditions.h"

namespace midstance::rules {

// The codes that would settle an undecided condition of which some part is known to hold: empty
// when nothing points its way, so that nobody is asked about everything.
std::vector<CodeIndex> CodesThatDecide(const Scope& scope, NodeIndex condition);

}  // namespace midstance::rules

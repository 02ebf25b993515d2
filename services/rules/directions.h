#pragma once

#include "services/rules/program.h"

namespace midstance::rules {

// Notes of each code which answers the rules look for. What stands under a negation or a guard, and
// what makes a derived state absent, is not looked for.
void FindDirections(Program& program);

}  // namespace midstance::rules

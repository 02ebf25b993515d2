#pragma once

#include "services/rules/conditions.h"

namespace midstance::rules {

// The codes that would settle an undecided condition of which some part is known to hold: empty
// when nothing points its way, so that nobody is asked about everything.
CodeSet CodesThatDecide(const Scope& scope, NodeIndex condition);

}  // namespace midstance::rules

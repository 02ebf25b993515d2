#pragma once

#include <vector>

#include "services/running/facts.h"
#include "services/running/table.h"

namespace midstance::running {

// Whether a bone is or was thought to be injured: some escalation said so, and nobody found that
// there was nothing behind it.
bool BoneConcern(const std::vector<Flag>& flags);

// The conditions of the first stage, in the order of the table, with what is known at `as_of`.
// `bone`: those for bones are asked too, and hops are not. What was not told is UNDECIDED.
std::vector<v1::EntryCondition> EntryOf(const Table& table, const Facts& facts,
                                        const v1::EntryTests& tests, bool bone, Instant as_of);

// Whether all of them are known to hold.
bool AllMet(const std::vector<v1::EntryCondition>& conditions);

}  // namespace midstance::running

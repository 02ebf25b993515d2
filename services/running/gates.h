#pragma once

#include <vector>

#include "services/running/judge.h"

namespace midstance::running {

// The last sessions at a stage, as many as an advance asks for, and every run since the first of
// them.
struct Window {
  std::vector<const Run*> sessions;  // missed ones too
  std::vector<const Run*> runs;
};
Window WindowOf(const Table& table, const std::vector<Run>& runs, const Standing& standing);

// Pain that a run may cause before the next stage under the rule.
double AllowedPain(const Table& table, v1::RunningPlan::PainRule rule);

// How far the next morning was above the usual one; nothing when either is not told.
std::optional<double> MorningRise(const Run& run);

// All of them, in the order of the proto. `runs` are all of the plan.
std::vector<Gate> GatesOf(const Table& table, const std::vector<Run>& runs, const Window& window,
                          const std::vector<const Flag*>& flags, const Standing& standing,
                          Instant as_of);

}  // namespace midstance::running

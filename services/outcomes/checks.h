#pragma once

#include <absl/status/statusor.h>

#include <string>

#include "midstance/v1/outcome_score.pb.h"
#include "services/measures/library.h"

namespace midstance::outcomes {

// RESOURCE_NOT_FOUND when the library has no measure of that name.
absl::StatusOr<const v1::Measure*> MeasureNamed(const measures::Library& library,
                                                const std::string& name);

// Fills in what the server knows of a filling-in: the version of the form when it is left out, the
// scores and their formula. FIELD_INVALID, with everything wrong by its path below "outcome_score":
// a measure that the library does not have, a side or a period that the measure does not have or
// needs, and what its answers break.
absl::Status ScoreRecord(const measures::Library& library, v1::OutcomeScore& record);

}  // namespace midstance::outcomes

#pragma once

#include <absl/status/statusor.h>

#include <string>
#include <string_view>

#include "midstance/v1/training.pb.h"

namespace midstance::cli {

// Reads "bridge=full", "bridge/left=part:2" or "exercises/bridge=skipped": an exercise, its side
// where it has one, how much was done and, behind a colon, the sets. INVALID_ARGUMENT tells what is
// wrong.
absl::StatusOr<v1::ExerciseReport> ParseExercise(std::string_view word);

// Reads "full" or "part,km=4.5,minutes=31,rpe=3,stage=2".
absl::StatusOr<v1::RunSession> ParseRun(std::string_view word);

// "bridge/left=FULL:3" and "run=PART 4.5 km 31 min".
std::string ExerciseWord(const v1::ExerciseReport& report);
std::string RunWord(const v1::RunSession& run);

}  // namespace midstance::cli

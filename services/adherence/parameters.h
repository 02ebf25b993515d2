#pragma once

#include <absl/status/statusor.h>

#include <string_view>

#include "midstance/v1/adherence.pb.h"

namespace midstance::adherence {

// The numbers of parameters.textproto, each under its id; their meaning, unit and source stand
// there.
struct Parameters {
  double threshold_percent = 0;
  double part_credit = 0;
  int usual_sessions_per_day = 0;
  int fewest_exercises_advised = 0;
  int most_exercises_advised = 0;
  int window_days = 0;
  int enough_days = 0;
  double enough_told_percent = 0;
  int phase_days = 0;
  int fewest_readings = 0;
  double nprs_change = 0;
  int baseline_reach_days = 0;
  int latest_reach_days = 0;
  double fastest_run_kmh = 0;
};

// INVALID_ARGUMENT, naming the row, for one that is unknown, twice, without meaning or source, or
// out of its range, and for one that is missing.
absl::StatusOr<Parameters> ReadParameters(const v1::AdherenceParameters& rows);

// The text that ships with the program.
std::string_view ShippedParametersText();
// The same, parsed.
absl::StatusOr<v1::AdherenceParameters> ParseParameters(std::string_view text);
// The same, read. It is part of the program and tested: one that does not read ends the process.
const Parameters& ShippedParameters();

}  // namespace midstance::adherence

#pragma once

#include <absl/status/statusor.h>

#include "services/reports/run.h"

namespace midstance::reports {

// Weeks of the period, up to now, in which patients had a case that had not ended, each patient's
// days counted once: what flags per 100 patients a week are reckoned by. A case that was reopened
// counts from its beginning on.
absl::StatusOr<double> WeeksInCare(const Run& run);

}  // namespace midstance::reports

#pragma once

#include <absl/status/status.h>

#include <string>

#include "services/cases/engine/engines.h"
#include "storage/store.h"
#include "support/time.h"

// Flags that come to hold by time alone, without a record: a swelling of which nobody heard again
// is a week old.
namespace midstance::jobs {

// Patients of each clinic and tick of whom the rules are asked again.
inline constexpr int kMostRechecks = 200;

// Asks the rules about the patients of whom time may have changed something, the longest due first,
// and raises what they find, also what held for a while since the last record and does not any
// more. One unit for each patient, "escalation.recheck" by "system/jobs". Returns the first error;
// the others are asked about all the same, and what failed is tried again.
absl::Status Recheck(storage::Store& store, const cases::Engines& engines,
                     const std::string& clinic, Instant now);

}  // namespace midstance::jobs

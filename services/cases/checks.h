#pragma once

#include <absl/status/status.h>

#include "midstance/v1/case.pb.h"
#include "storage/store.h"
#include "support/time.h"

namespace midstance::cases {

// What no single field's options can say: each site once, an onset that is a day of the calendar
// and not in the future, a clinician who, when she is not that of `before`, may sign in.
// FIELD_INVALID lists everything wrong.
absl::Status CheckCase(const storage::Reader& reader, const v1::Case& of, const v1::Case& before,
                       Instant now);

}  // namespace midstance::cases

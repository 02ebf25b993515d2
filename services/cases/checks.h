#pragma once

#include <absl/status/status.h>

#include "midstance/v1/case.pb.h"
#include "storage/store.h"
#include "support/time.h"

namespace midstance::cases {

// What no single field's options can say: each site once; days that are of the calendar, and not in
// the future where they tell of the past; a plan of care that is whole and was not certified before
// it began; a clinician who, when she is not that of `before`, may sign in. FIELD_INVALID lists
// everything wrong.
absl::Status CheckFields(const storage::Reader& reader, const v1::Case& of, const v1::Case& before,
                         Instant now);

}  // namespace midstance::cases

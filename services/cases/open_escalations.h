#pragma once

#include <absl/status/status.h>

#include "midstance/v1/case.pb.h"
#include "midstance/v1/patient.pb.h"
#include "storage/store.h"

namespace midstance::cases {

// OPEN_ESCALATIONS, with the first of them in the slot "escalation", while one of the patient's or
// of the case's is in another state than RESOLVED.
absl::Status NoOpenEscalations(const storage::Reader& reader, const v1::Patient& patient);
absl::Status NoOpenEscalations(const storage::Reader& reader, const v1::Case& of);

}  // namespace midstance::cases

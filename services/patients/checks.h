#pragma once

#include <absl/status/status.h>

#include "midstance/v1/patient.pb.h"
#include "storage/store.h"
#include "support/time.h"

namespace midstance::patients {

// What no single field's options can say: the birth date is a day of the calendar and not in the
// future; a number stands once in its system; a consent stands once, and is withdrawn after it was
// given; the race has a day of the calendar; the care team names users once each, and who joins it
// (is not in `before`) may sign in. FIELD_INVALID lists everything wrong.
absl::Status CheckPatient(const storage::Reader& reader, const v1::Patient& patient,
                          const v1::Patient& before, Instant now);

// What the store says when a new patient is written, of a patient who is not: RESOURCE_EXISTS when
// her name or one of her numbers is another one's.
absl::Status CheckUntaken(const storage::Reader& reader, const v1::Patient& patient);

}  // namespace midstance::patients

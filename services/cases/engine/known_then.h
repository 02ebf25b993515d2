#pragma once

#include <absl/status/statusor.h>

#include <string_view>
#include <vector>

#include "services/rules/timeline.h"
#include "services/schedule/clinic_calendar.h"
#include "storage/store.h"
#include "support/time.h"

// What was known at a moment of the past.
namespace midstance::cases {

// All records of the patient that counted then, from every case of the records that were merged
// then and still are; see LoadReports.
absl::StatusOr<std::vector<rules::Report>> LoadReportsKnownThen(
    const storage::Reader& reader, const schedule::ClinicCalendar& calendar,
    std::string_view patient_id, Instant then);

}  // namespace midstance::cases

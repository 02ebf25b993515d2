#pragma once

#include <absl/status/statusor.h>

#include <optional>
#include <string_view>
#include <vector>

#include "services/rules/timeline.h"
#include "services/schedule/clinic_calendar.h"
#include "storage/store.h"
#include "support/time.h"

// How old the patient was when something was observed: what the rules for the young ask about.
namespace midstance::cases {

// The day on which the patient was born, deleted or not; nothing where nobody knows. Of a merged
// record, the day that the one it was merged into tells.
// RESOURCE_NOT_FOUND when there is no such patient.
absl::StatusOr<std::optional<Day>> BirthDayOf(const storage::Reader& reader,
                                              std::string_view patient_id);

// Adds to each record among `reports` the age on the clinic's day of what it observed, as its
// answer to age_years. A record that answers it itself keeps its answer.
void AddAges(std::optional<Day> born, const schedule::ClinicCalendar& calendar,
             std::vector<rules::Report>& reports);

}  // namespace midstance::cases

#pragma once

#include <optional>
#include <vector>

#include "services/rules/timeline.h"
#include "services/schedule/clinic_calendar.h"
#include "support/time.h"

// How old the patient was when something was observed: what the rules for the young ask about.
namespace midstance::cases {

// Adds to each record among `reports` the age on the clinic's day of what it observed, as its
// answer to age_years; nothing where nobody knows when she was `born`. A record that answers it
// itself keeps its answer.
void AddAges(std::optional<Day> born, const schedule::ClinicCalendar& calendar,
             std::vector<rules::Report>& reports);

}  // namespace midstance::cases

#pragma once

#include "midstance/v1/patient.pb.h"
#include "services/rules/timeline.h"
#include "services/schedule/clinic_calendar.h"
#include "support/time.h"

namespace midstance::considerations {

// Age and sex as the patient's record tells them at a moment, as a report of that moment named by
// the patient. What the record does not tell is not asked.
rules::Report FactsOf(const v1::Patient& patient, Instant at,
                      const schedule::ClinicCalendar& calendar);

}  // namespace midstance::considerations

#pragma once

#include <absl/status/status.h>

#include <string>

#include "midstance/config/v1/worklist_settings.pb.h"
#include "services/schedule/clinic_calendar.h"
#include "storage/store.h"
#include "support/time.h"

// Steps on a flag's way that were not made in time: nobody acknowledged it, no letter went out, no
// appointment, no report. What waits, and how long it may, the worklist's settings say. Told is
// first whose it is: who took it over, where somebody did, then the case's clinician; then, each
// after as long as the settings say, the lead clinicians, and the others on the patient's care
// team. Who may not sign in, or does not see the patient, is passed over (worklist/persons.h).
namespace midstance::jobs {

// Escalations of each clinic and tick of which something is told.
inline constexpr int kMostTold = 100;

// Writes into the history of each escalation what is late by `now` and whom it was told to: of each
// step each person once, however often and by how many this runs. One unit for each escalation,
// "escalation.late" by "system/jobs"; none when nothing is new. The others are told of although one
// fails; the first error is returned.
absl::Status TellLate(storage::Store& store, const config::v1::WorklistSettings& settings,
                      const schedule::ClinicCalendar& calendar, const std::string& clinic,
                      Instant now);

}  // namespace midstance::jobs

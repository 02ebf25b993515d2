#pragma once

#include <absl/status/status.h>

#include <string>

#include "services/schedule/clinic_calendar.h"
#include "storage/store.h"
#include "support/time.h"

namespace midstance::jobs {

// Reminders for each clinic and tick.
inline constexpr int kMostReminders = 100;

// Makes the reminders of the clinic that are due at `now`, at most kMostReminders: one for each
// follow-up, however many of its moments have passed, and the next one is planned after `now`.
// Follow-ups of deleted patients lose theirs unmade. One write, which the audit trail knows as
// "follow_up.remind" by "system/jobs"; none when nothing is due.
absl::Status Remind(storage::Store& store, const schedule::ClinicCalendar& calendar,
                    const std::string& clinic, Instant now);

}  // namespace midstance::jobs

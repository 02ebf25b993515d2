#pragma once

#include <absl/status/status.h>

#include <optional>

#include "services/schedule/clinic_calendar.h"
#include "storage/store.h"
#include "support/time.h"

namespace midstance::jobs {

// What the server does without being asked. Keeps nothing but when it last ran: what is to be done
// is read from the store, and what was done is written there in the same unit, so that a second run
// at the same time, or after a restart, finds nothing left. One thread.
class Jobs {
 public:
  // Both outlive it.
  Jobs(storage::Store& store, const schedule::ClinicCalendar& calendar)
      : store_(store), calendar_(calendar) {}

  // Does what is due at `now`, at most once a minute; a bounded amount for each clinic, the oldest
  // first, and the rest with the next ticks. Blocks on the store. Errors of one clinic do not hold
  // up the others; the first one is returned, and what failed is tried again.
  absl::Status Tick(Instant now);

 private:
  storage::Store& store_;
  const schedule::ClinicCalendar& calendar_;
  std::optional<Instant> last_;
};

}  // namespace midstance::jobs

#pragma once

#include <absl/status/status.h>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "services/cases/engine/engines.h"
#include "services/jobs/process.h"
#include "services/schedule/clinic_calendar.h"
#include "storage/store.h"
#include "support/time.h"

namespace midstance::jobs {

// What the server does without being asked. Keeps nothing but when it last ran, and how far it came
// with the day's look at the courses: what is to be done is read from the store, and what was done
// is written there in the same unit, so that a second run at the same time, or after a restart,
// finds nothing left. One thread.
class Jobs {
 public:
  // All that it is given outlives it. Without `parts` no flag is raised by time, and nothing
  // that is late is told.
  Jobs(storage::Store& store, const cases::Engines& engines, std::optional<ProcessParts> parts)
      : store_(store), engines_(engines), calendar_(engines.calendar()), parts_(parts) {}

  // Does what is due at `now`, at most once a minute; a bounded amount for each clinic, the oldest
  // first, and the rest with the next ticks. Blocks on the store. Errors of one clinic do not hold
  // up the others; the first one is returned, and what failed is tried again, after the rest.
  absl::Status Tick(Instant now);

 private:
  // How far the courses of a clinic's cases were looked at on its day.
  struct Round {
    Day day;
    std::string after;
    bool ended = false;
    // Behind which cases pages begin that could not be raised whole.
    std::vector<std::string> failed = {};
  };

  absl::Status WatchRound(const ProcessParts& parts, const std::string& clinic, Instant now);

  storage::Store& store_;
  const cases::Engines& engines_;
  const schedule::ClinicCalendar& calendar_;
  const std::optional<ProcessParts> parts_;
  std::optional<Instant> last_;
  std::map<std::string, Round> rounds_;
  // Clinics that have the rules of this server.
  std::set<std::string> shipped_;
};

}  // namespace midstance::jobs

#include "services/jobs/jobs.h"

#include <chrono>

#include "services/jobs/reminders.h"
#include "support/status.h"

namespace midstance::jobs {
namespace {

constexpr auto kBetween = std::chrono::minutes{1};

}  // namespace

absl::Status Jobs::Tick(Instant now) {
  // A clock that was put back must not stop the work until it is there again.
  if (last_.has_value() && now >= *last_ && now - *last_ < kBetween) return absl::OkStatus();
  last_ = now;
  MIDSTANCE_ASSIGN_OR_RETURN(const auto clinics, store_.Clinics());
  absl::Status first;
  for (const auto& clinic : clinics) first.Update(Remind(store_, calendar_, clinic, now));
  return first;
}

}  // namespace midstance::jobs

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
  for (const auto& clinic : clinics) {
    first.Update(Remind(store_, calendar_, clinic, now));
    if (!parts_.has_value()) continue;
    first.Update(WatchAnswers(store_, *parts_, clinic, now));
    first.Update(WatchRound(*parts_, clinic, now));
  }
  return first;
}

absl::Status Jobs::WatchRound(const ProcessParts& parts, const std::string& clinic, Instant now) {
  const Day today = calendar_.DateOf(now);
  auto [found, first] = rounds_.try_emplace(clinic, Round{.day = today, .after = {}});
  Round& round = found->second;
  if (round.day != today) round = {.day = today, .after = {}};
  if (round.done) return absl::OkStatus();
  MIDSTANCE_RETURN_IF_ERROR(WatchCourses(store_, parts, clinic, now, round.after));
  round.done = round.after.empty();
  return absl::OkStatus();
}

}  // namespace midstance::jobs

#include "services/jobs/jobs.h"

#include <chrono>
#include <utility>

#include "services/jobs/late.h"
#include "services/jobs/new_rules.h"
#include "services/jobs/recheck.h"
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
    if (!shipped_.contains(clinic)) {
      const auto kept = KeepShipped(store_, engines_, clinic, now);
      if (kept.ok()) shipped_.insert(clinic);
      first.Update(kept);
    }
    first.Update(AskNewRules(store_, engines_, clinic, now));
    first.Update(Recheck(store_, engines_, clinic, now));
    first.Update(Remind(store_, calendar_, clinic, now));
    if (!parts_.has_value()) continue;
    first.Update(WatchAnswers(store_, *parts_, clinic, now));
    first.Update(TellLate(store_, parts_->worklist, calendar_, clinic, now));
    first.Update(WatchRound(*parts_, clinic, now));
  }
  return first;
}

absl::Status Jobs::WatchRound(const ProcessParts& parts, const std::string& clinic, Instant now) {
  const Day today = calendar_.DateOf(now);
  auto [found, first] = rounds_.try_emplace(clinic, Round{.day = today, .after = {}});
  Round& round = found->second;
  if (round.day != today) round = {.day = today, .after = {}};
  if (round.ended && round.failed.empty()) return absl::OkStatus();
  const std::string after = round.ended ? round.failed.front() : round.after;
  MIDSTANCE_ASSIGN_OR_RETURN(auto page, WatchCourses(store_, parts, clinic, now, after));
  if (round.ended) {
    round.failed.erase(round.failed.begin());
  } else {
    round.after = std::move(page.next);
    round.ended = round.after.empty();
  }
  if (!page.raised.ok()) round.failed.push_back(after);
  return page.raised;
}

}  // namespace midstance::jobs

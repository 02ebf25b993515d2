#include "services/worklist/waiting.h"

#include <algorithm>

#include "services/cases/engine/due.h"
#include "services/worklist/settings.h"

namespace midstance::worklist {
namespace {

using v1::Escalation;
using v1::Referral;

// When that happened last; the first of times when it never did.
Instant LastOf(const Escalation& escalation, Escalation::Event::Kind kind) {
  Instant last = Instant::min();
  for (const auto& event : escalation.history()) {
    if (event.kind() == kind) last = std::max(last, InstantOf(event.time()));
  }
  return last;
}

Instant AcknowledgedSince(const Escalation& escalation, const Referral* latest) {
  const Instant since = std::max(InstantOf(escalation.acknowledged_time()),
                                 LastOf(escalation, Escalation::Event::KIND_ACKNOWLEDGED));
  return latest == nullptr ? since : std::max(since, InstantOf(latest->update_time()));
}

Instant WaitsSince(const Escalation& escalation, const Referral* latest) {
  return escalation.state() == Escalation::STATE_ACKNOWLEDGED
             ? AcknowledgedSince(escalation, latest)
             : cases::OpenSince(escalation);
}

}  // namespace

std::string WaitsSinceColumn(Referral::State state) {
  return state == Referral::STATE_DRAFTED ? "create_time" : "update_time";
}

std::optional<Waiting> WaitingOf(const config::v1::WorklistSettings& settings,
                                 const Referral& referral) {
  const auto target = TargetOf(settings, referral.state(), referral.urgency());
  if (!target.has_value()) return std::nullopt;
  const Instant since =
      InstantOf(referral.state() == Referral::STATE_DRAFTED ? referral.create_time()
                                                            : referral.update_time());
  return Waiting{.resource = referral.name(),
                 .since = since,
                 .due = since + target->within,
                 .waits_for = target->waits_for};
}

std::optional<Waiting> WaitingOf(const config::v1::WorklistSettings& settings,
                                 const Escalation& escalation, const Referral* latest) {
  const auto target = TargetOf(settings, escalation.state(), escalation.urgency());
  if (!target.has_value()) return std::nullopt;
  if (escalation.state() == Escalation::STATE_ACKNOWLEDGED && latest != nullptr &&
      WaitingOf(settings, *latest).has_value()) {
    return std::nullopt;
  }
  const Instant since = WaitsSince(escalation, latest);
  return Waiting{.resource = escalation.name(),
                 .since = since,
                 .due = since + target->within,
                 .waits_for = target->waits_for};
}

std::vector<std::string> ToldOf(const Waiting& waiting, const Escalation& escalation) {
  std::vector<std::string> told;
  for (const auto& event : escalation.history()) {
    if (event.kind() == Escalation::Event::KIND_LATE && event.waiting() == waiting.resource &&
        InstantOf(event.waiting_since()) == waiting.since) {
      told.push_back(event.told());
    }
  }
  return told;
}

}  // namespace midstance::worklist

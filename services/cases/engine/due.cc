#include "services/cases/engine/due.h"

#include <algorithm>
#include <chrono>

namespace midstance::cases {

Duration TimeFor(rules::v1::Urgency urgency) {
  switch (urgency) {
    case rules::v1::URGENT:
      return std::chrono::hours{72};
    case rules::v1::SOON:
      return std::chrono::days{14};
    case rules::v1::WATCH:
      return std::chrono::days{7};
    default:
      return Duration::zero();
  }
}

Instant OpenSince(const v1::Escalation& escalation) {
  using Event = v1::Escalation::Event;
  Instant first = Instant::max();
  for (const auto& firing : escalation.firings()) {
    if (firing.result().urgency() >= escalation.urgency()) {
      first = std::min(first, InstantOf(firing.raised_time()));
    }
  }
  const bool by_rule = first != Instant::max();
  Instant since = by_rule ? first : InstantOf(escalation.raised_time());
  // Whether somebody is on it, as far as the history is told.
  bool taken_on = false;
  for (const auto& event : escalation.history()) {
    const bool rose = !by_rule && event.kind() == Event::KIND_UPGRADED;
    const bool acknowledged = event.kind() == Event::KIND_ACKNOWLEDGED;
    const bool changed = taken_on && event.kind() == Event::KIND_EVIDENCE_CHANGED;
    if (rose || acknowledged || changed) since = std::max(since, InstantOf(event.time()));
    taken_on = acknowledged || (taken_on && !changed);
  }
  return since;
}

}  // namespace midstance::cases

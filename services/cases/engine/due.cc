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
  // Whether somebody is on it, as far as the history is told; whether its evidence changed since.
  bool taken_on = false;
  bool evidence_changed = false;
  // Whether the wait is one that may end by asking anew.
  bool may_begin_anew = false;
  for (const auto& event : escalation.history()) {
    const bool rises = event.kind() == Event::KIND_UPGRADED;
    const bool comes_again = event.kind() == Event::KIND_REOPENED || (rises && evidence_changed);
    const bool acknowledged = event.kind() == Event::KIND_ACKNOWLEDGED;
    const bool changes = event.kind() == Event::KIND_EVIDENCE_CHANGED;
    const bool lost = taken_on && changes;
    if ((rises && !by_rule) || acknowledged || lost || (comes_again && may_begin_anew)) {
      since = std::max(since, InstantOf(event.time()));
      may_begin_anew = lost;
    }
    if (event.kind() == Event::KIND_LATE && event.waiting() == escalation.name()) {
      may_begin_anew = true;
    }
    taken_on = acknowledged || (taken_on && !changes);
    evidence_changed = changes || (evidence_changed && !acknowledged && !comes_again);
  }
  return since;
}

}  // namespace midstance::cases

#include "services/reports/answer.h"

#include <algorithm>

namespace midstance::reports {

using v1::Escalation;
using Event = v1::Escalation::Event;

Instant AsUrgentSince(const Escalation& escalation) {
  std::optional<Instant> since;
  for (const auto& firing : escalation.firings()) {
    if (firing.result().urgency() < escalation.urgency() || !firing.has_raised_time()) continue;
    const Instant raised = InstantOf(firing.raised_time());
    since = std::min(since.value_or(raised), raised);
  }
  return since.value_or(InstantOf(escalation.raised_time()));
}

std::optional<Instant> AcknowledgedTime(const Escalation& escalation) {
  const Instant since = AsUrgentSince(escalation);
  for (const auto& event : escalation.history()) {
    const bool answers =
        event.kind() == Event::KIND_ACKNOWLEDGED || event.kind() == Event::KIND_HANDED_OVER;
    if (answers && InstantOf(event.time()) >= since) return InstantOf(event.time());
  }
  if (!escalation.has_acknowledged_time()) return std::nullopt;
  const Instant told = InstantOf(escalation.acknowledged_time());
  return told >= since ? std::optional(told) : std::nullopt;
}

}  // namespace midstance::reports

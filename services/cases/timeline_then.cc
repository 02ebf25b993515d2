#include "services/cases/timeline_then.h"

#include <tuple>

namespace midstance::cases {

bool PutBack(Instant then, v1::Escalation& escalation) {
  std::tuple<int, int> highest{0, 0};
  for (const auto& firing : escalation.firings()) {
    const auto& result = firing.result();
    const std::tuple<int, int> rank{result.urgency(), result.family_rank()};
    if (InstantOf(firing.raised_time()) > then || rank < highest) continue;
    highest = rank;
    escalation.set_title(result.title());
  }
  return true;
}

}  // namespace midstance::cases

#include "services/checkins/advice.h"

#include <algorithm>

namespace midstance::checkins {
namespace {

// What is only watched holds the next step of running, not running itself.
bool HoldsRunning(const rules::v1::RuleResult& result) {
  if (result.urgency() <= rules::v1::WATCH) return false;
  return result.urgency() >= rules::v1::URGENT ||
         std::any_of(result.actions().begin(), result.actions().end(), [](int action) {
           return action == rules::v1::HOLD_RUNNING || action == rules::v1::HOLD_PROGRAM;
         });
}

}  // namespace

bool StopsRunning(const v1::Escalation& escalation) {
  return std::any_of(
      escalation.firings().begin(), escalation.firings().end(),
      [](const v1::Escalation::Firing& firing) { return HoldsRunning(firing.result()); });
}

v1::Advice AdviceFor(const cases::Consequences& consequences, const Words& words) {
  const auto stops = [](const auto& result) { return HoldsRunning(result); };
  const bool on_hold =
      std::any_of(consequences.standing.begin(), consequences.standing.end(),
                  [&](int at) { return stops(consequences.evaluation.results(at)); }) ||
      std::any_of(consequences.late.begin(), consequences.late.end(), stops);
  v1::Advice advice;
  advice.set_running_on_hold(on_hold);
  advice.set_text(on_hold ? words.texts().on_hold() : words.texts().go_on());
  *advice.mutable_safety() = words.safety();
  return advice;
}

}  // namespace midstance::checkins

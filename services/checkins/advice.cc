#include "services/checkins/advice.h"

#include <algorithm>

#include "services/checkins/safety_text.h"

namespace midstance::checkins {
namespace {

constexpr char kGoOn[] =
    "Thank you. Your clinician has your answers. Keep to what you agreed on and to any limits you "
    "were given, and check in again as soon as anything changes.";
constexpr char kOnHold[] =
    "Thank you. Your clinician has your answers. Please do not run until your clinician has spoken "
    "with you.";

// What is only watched holds the next step of running, not running itself.
bool ResultStopsRunning(const rules::v1::RuleResult& result) {
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
      [](const v1::Escalation::Firing& firing) { return ResultStopsRunning(firing.result()); });
}

v1::Advice AdviceFor(const cases::Consequences& consequences) {
  const bool on_hold =
      std::any_of(
          consequences.standing.begin(), consequences.standing.end(),
          [&](int at) { return ResultStopsRunning(consequences.evaluation.results(at)); }) ||
      std::any_of(consequences.late.begin(), consequences.late.end(), ResultStopsRunning);
  v1::Advice advice;
  advice.set_running_on_hold(on_hold);
  advice.set_text(on_hold ? kOnHold : kGoOn);
  *advice.mutable_safety() = Safety();
  return advice;
}

}  // namespace midstance::checkins

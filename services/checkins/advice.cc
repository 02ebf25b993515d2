#include "services/checkins/advice.h"

#include <algorithm>

namespace midstance::checkins {
namespace {

constexpr char kNone[] =
    "Thank you. Your clinician has your answers. Keep to what you agreed on, and to any limits you "
    "were given.";
constexpr char kCareful[] =
    "Thank you. Your clinician will look at your answers. Until then do not run farther or faster "
    "than now, leave out whatever makes it worse, and check in again as soon as anything changes.";
constexpr char kStop[] =
    "Please stop running until your clinician has spoken with you. If the pain gets suddenly "
    "worse, "
    "if you get a fever, or if you cannot put weight on the leg, get medical help at once.";
constexpr char kEmergency[] =
    "Please get medical help today: go to an emergency department or call the emergency number. Do "
    "not run, and do not wait for a call from us.";

v1::Advice::Level LevelFor(const rules::v1::RuleResult& result) {
  if (result.urgency() >= rules::v1::EMERGENCY) return v1::Advice::LEVEL_EMERGENCY;
  // What is only watched holds the next step of running, not running itself.
  if (result.urgency() <= rules::v1::WATCH) return v1::Advice::LEVEL_CAREFUL;
  const bool holds_running =
      std::any_of(result.actions().begin(), result.actions().end(), [](int action) {
        return action == rules::v1::HOLD_RUNNING || action == rules::v1::HOLD_PROGRAM;
      });
  return holds_running || result.urgency() >= rules::v1::URGENT ? v1::Advice::LEVEL_STOP
                                                                : v1::Advice::LEVEL_CAREFUL;
}

}  // namespace

bool StopsRunning(const v1::Escalation& escalation) {
  return std::any_of(escalation.firings().begin(), escalation.firings().end(),
                     [](const v1::Escalation::Firing& firing) {
                       return LevelFor(firing.result()) >= v1::Advice::LEVEL_STOP;
                     });
}

v1::Advice AdviceFor(const cases::Consequences& consequences) {
  auto level = v1::Advice::LEVEL_NONE;
  for (const int at : consequences.standing) {
    level = std::max(level, LevelFor(consequences.evaluation.results(at)));
  }
  for (const auto& result : consequences.late) level = std::max(level, LevelFor(result));
  v1::Advice advice;
  advice.set_level(level);
  switch (level) {
    case v1::Advice::LEVEL_EMERGENCY:
      advice.set_text(kEmergency);
      break;
    case v1::Advice::LEVEL_STOP:
      advice.set_text(kStop);
      break;
    case v1::Advice::LEVEL_CAREFUL:
      advice.set_text(kCareful);
      break;
    default:
      advice.set_text(kNone);
  }
  return advice;
}

}  // namespace midstance::checkins

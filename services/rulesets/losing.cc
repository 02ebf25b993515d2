#include "services/rulesets/losing.h"

#include <algorithm>
#include <optional>

namespace midstance::rulesets {
namespace {

using v1::BackTestDifference;

bool SendsToADoctor(const std::optional<rules::Alarm>& alarm) {
  if (!alarm.has_value() || alarm->result.urgency() < rules::v1::SOON) return false;
  const auto& actions = alarm->result.actions();
  return std::ranges::find(actions, static_cast<int>(rules::v1::OPEN_ESCALATION)) != actions.end();
}

bool Tells(const BackTestDifference& told, BackTestDifference::Change change) {
  const auto& changes = told.changes();
  return std::ranges::find(changes, static_cast<int>(change)) != changes.end();
}

}  // namespace

bool IsLost(const rules::Difference& difference) {
  if (!difference.before.has_value()) return false;
  return !difference.after.has_value() ||
         (SendsToADoctor(difference.before) && !SendsToADoctor(difference.after));
}

bool LosesConfirmed(const BackTestDifference& told) {
  return told.confirmed() && Tells(told, BackTestDifference::CHANGE_LOST);
}

bool DelaysConfirmed(const BackTestDifference& told) {
  return told.confirmed() && (Tells(told, BackTestDifference::CHANGE_LATER) ||
                              Tells(told, BackTestDifference::CHANGE_LESS_URGENT));
}

}  // namespace midstance::rulesets

#include "services/worklist/settings.h"

#include <algorithm>
#include <chrono>
#include <set>
#include <string>

#include "support/data_text.h"

namespace midstance::worklist {
namespace {

using config::v1::ReferralTarget;

constexpr std::size_t kUrgencyCount = 4;

bool IsWhole(const ReferralTarget& target) {
  std::set<int> urgencies;
  for (const auto& one : target.within()) {
    if (one.hours() < 0) return false;
    urgencies.insert(one.urgency());
  }
  return !target.source().empty() && !target.waits_for().empty() &&
         urgencies.count(rules::v1::URGENCY_UNSPECIFIED) == 0 &&
         urgencies.size() == kUrgencyCount &&
         target.within_size() == static_cast<int>(kUrgencyCount);
}

}  // namespace

absl::StatusOr<config::v1::WorklistSettings> ParseSettings(std::string_view text) {
  MIDSTANCE_ASSIGN_OR_RETURN(
      auto settings, ParseDataText<config::v1::WorklistSettings>("worklist settings", text));
  std::set<int> states;
  bool whole = settings.silent_after_days() > 0 && !settings.silent_source().empty();
  for (const auto& target : settings.referral_targets()) {
    whole = whole && IsWhole(target);
    for (const int state : target.states()) whole = whole && states.insert(state).second;
  }
  if (whole) return settings;
  return absl::FailedPreconditionError(
      "the worklist's settings lack a number, a source or an urgency, or have a state twice");
}

absl::StatusOr<config::v1::WorklistSettings> ShippedSettings() {
  return ParseSettings(SettingsText());
}

std::optional<Target> TargetOf(const config::v1::WorklistSettings& settings,
                               v1::Referral::State state, rules::v1::Urgency urgency) {
  for (const auto& target : settings.referral_targets()) {
    const auto& states = target.states();
    if (std::find(states.begin(), states.end(), state) == states.end()) continue;
    for (const auto& one : target.within()) {
      if (one.urgency() == urgency) {
        return Target{std::chrono::hours{one.hours()}, target.waits_for()};
      }
    }
  }
  return std::nullopt;
}

}  // namespace midstance::worklist

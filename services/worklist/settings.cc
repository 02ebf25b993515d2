#include "services/worklist/settings.h"

#include <algorithm>
#include <chrono>
#include <set>
#include <string>

#include "support/data_text.h"

namespace midstance::worklist {
namespace {

constexpr int kUrgencyCount = 4;

// A time for each urgency, `least` hours at least.
template <class Hours>
bool ForEachUrgency(const Hours& within, int least) {
  std::set<int> urgencies;
  for (const auto& one : within) {
    if (one.hours() < least || one.urgency() == rules::v1::URGENCY_UNSPECIFIED) return false;
    urgencies.insert(one.urgency());
  }
  return within.size() == kUrgencyCount && urgencies.size() == kUrgencyCount;
}

template <class Targets>
bool AreWhole(const Targets& targets) {
  std::set<int> states;
  for (const auto& target : targets) {
    if (target.source().empty() || target.waits_for().empty()) return false;
    if (!ForEachUrgency(target.within(), 0)) return false;
    for (const int state : target.states()) {
      if (!states.insert(state).second) return false;
    }
  }
  return true;
}

template <class Hours>
std::optional<Duration> HoursOf(const Hours& all, rules::v1::Urgency urgency) {
  for (const auto& one : all) {
    if (one.urgency() == urgency) return std::chrono::hours{one.hours()};
  }
  return std::nullopt;
}

template <class Targets>
std::optional<Target> Find(const Targets& targets, int state, rules::v1::Urgency urgency) {
  for (const auto& target : targets) {
    const auto& states = target.states();
    if (std::find(states.begin(), states.end(), state) == states.end()) continue;
    const auto within = HoursOf(target.within(), urgency);
    if (within.has_value()) return Target{*within, target.waits_for()};
  }
  return std::nullopt;
}

}  // namespace

absl::StatusOr<config::v1::WorklistSettings> ParseSettings(std::string_view text) {
  MIDSTANCE_ASSIGN_OR_RETURN(
      auto settings, ParseDataText<config::v1::WorklistSettings>("worklist settings", text));
  if (settings.silent_after_days() > 0 && !settings.silent_source().empty() &&
      AreWhole(settings.referral_targets()) && AreWhole(settings.escalation_targets()) &&
      ForEachUrgency(settings.next_person_after(), 1) && !settings.next_person_source().empty()) {
    return settings;
  }
  return absl::FailedPreconditionError(
      "the worklist's settings lack a number, a source or an urgency, or have a state twice");
}

absl::StatusOr<config::v1::WorklistSettings> ShippedSettings() {
  return ParseSettings(SettingsText());
}

std::optional<Target> TargetOf(const config::v1::WorklistSettings& settings,
                               v1::Referral::State state, rules::v1::Urgency urgency) {
  return Find(settings.referral_targets(), state, urgency);
}

std::optional<Target> TargetOf(const config::v1::WorklistSettings& settings,
                               v1::Escalation::State state, rules::v1::Urgency urgency) {
  return Find(settings.escalation_targets(), state, urgency);
}

Duration NextPersonAfter(const config::v1::WorklistSettings& settings, rules::v1::Urgency urgency) {
  return HoursOf(settings.next_person_after(), urgency).value_or(std::chrono::hours{1});
}

}  // namespace midstance::worklist

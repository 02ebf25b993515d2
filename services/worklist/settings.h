#pragma once

#include <absl/status/statusor.h>

#include <optional>
#include <string_view>

#include "midstance/config/v1/worklist_settings.pb.h"
#include "support/time.h"

namespace midstance::worklist {

// worklist.textproto, which is part of the program: no file is read.
std::string_view SettingsText();

// FAILED_PRECONDITION unless every target has a source, what it waits for and a time for each
// urgency, no state stands in two of them, and the next person is told after some time.
absl::StatusOr<config::v1::WorklistSettings> ParseSettings(std::string_view text);
absl::StatusOr<config::v1::WorklistSettings> ShippedSettings();

// How long a referral, or an escalation, of this urgency may stay in this state, and what it waits
// for.
struct Target {
  Duration within{};
  std::string_view waits_for;
};
// Nothing for a state in which it waits for nobody.
std::optional<Target> TargetOf(const config::v1::WorklistSettings& settings,
                               v1::Referral::State state, rules::v1::Urgency urgency);
std::optional<Target> TargetOf(const config::v1::WorklistSettings& settings,
                               v1::Escalation::State state, rules::v1::Urgency urgency);

// How long after its time a step of this urgency is told to the next person; positive.
Duration NextPersonAfter(const config::v1::WorklistSettings& settings, rules::v1::Urgency urgency);

}  // namespace midstance::worklist

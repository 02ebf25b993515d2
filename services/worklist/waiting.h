#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "midstance/config/v1/worklist_settings.pb.h"
#include "midstance/v1/escalation.pb.h"
#include "midstance/v1/referral.pb.h"
#include "support/time.h"

// What a flag waits for on its way to the end. Pure.
namespace midstance::worklist {

struct Waiting {
  std::string resource;  // of the escalation or the referral
  Instant since;
  Instant due;
  std::string_view waits_for;
};

// The column of a referral in this state that tells since when it waits: when the step before was
// recorded. Editing a draft is no step.
std::string WaitsSinceColumn(v1::Referral::State state);

// Nothing for a referral that waits for nobody.
std::optional<Waiting> WaitingOf(const config::v1::WorklistSettings& settings,
                                 const v1::Referral& referral);

// `latest`: the escalation's latest referral, nullptr when there is none. Nothing when the
// escalation is resolved, or acknowledged while that referral waits. What was never acknowledged
// waits since it was raised, also when its evidence has changed.
std::optional<Waiting> WaitingOf(const config::v1::WorklistSettings& settings,
                                 const v1::Escalation& escalation, const v1::Referral* latest);

// Who was told that this is late, the first one first.
std::vector<std::string> ToldOf(const Waiting& waiting, const v1::Escalation& escalation);

}  // namespace midstance::worklist

#pragma once

#include <string_view>

#include "midstance/rules/v1/rule_set.pb.h"
#include "support/time.h"

namespace midstance::cases {

// How long after it was raised an escalation may wait for a doctor: EMERGENCY not at all, URGENT 72
// hours, SOON 14 days, WATCH 7 days (for the therapist).
Duration TimeFor(rules::v1::Urgency urgency);

// "emergency", "urgent", "soon", "watch".
std::string_view UrgencyWord(rules::v1::Urgency urgency);

}  // namespace midstance::cases

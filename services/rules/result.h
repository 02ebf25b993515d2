#pragma once

#include "midstance/rules/v1/evaluation.pb.h"
#include "services/rules/conditions.h"
#include "services/rules/program.h"

namespace midstance::rules {

// What tells the rule and the key apart, its truth and, where it holds, its urgency; nothing else.
v1::RuleResult HeadOf(const RuleInfo& rule, const Timeline::Track& track, Truth truth,
                      v1::Urgency urgency);

// Everything there is to say about a rule at a key, its trace included. The urgency is that of a
// rule that holds, upgrades included.
v1::RuleResult ResultOf(const Scope& scope, const RuleInfo& rule, Truth truth, v1::Urgency urgency);

}  // namespace midstance::rules

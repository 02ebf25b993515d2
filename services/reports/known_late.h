#pragma once

#include <optional>
#include <span>

#include "midstance/v1/escalation.pb.h"
#include "services/rules/compile.h"
#include "services/rules/timeline.h"
#include "support/time.h"

// What late entry costs. Pure.
namespace midstance::reports {

// The result that led when the escalation was opened. Not of one that was raised by hand.
const rules::v1::RuleResult& OpenedBy(const v1::Escalation& flag);

// When the rules would have raised the flag, had each of the reports been entered when it was
// observed: since when, without a break, some rule of its family had held at its site when the last
// of its evidence was observed. Never after it was raised; the same where time alone raised it.
// `known` is what was known when it was raised. `answered`: when the last one of the same family
// and site before it was resolved; what was known until then had its answer, so of a flag that
// holds on only what was entered since counts.
Instant WouldHaveBeenRaised(const rules::CompiledRuleSet& rules,
                            std::span<const rules::Report> known, const v1::Escalation& flag,
                            std::optional<Instant> answered);

}  // namespace midstance::reports

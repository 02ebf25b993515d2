#pragma once

#include <optional>
#include <vector>

#include "midstance/rules/v1/evaluation.pb.h"
#include "services/rules/compile.h"
#include "services/rules/timeline.h"
#include "support/time.h"

namespace midstance::rules {

// A rule holds at a place from `from` on, with one urgency. Where that changes while the rule goes
// on to hold, another begins.
struct Raised {
  Instant from;
  // When it ceased; nothing when it still holds at the end.
  std::optional<Instant> until;
  // What an evaluation of `from` says of it, with evidence and trace.
  v1::RuleResult result;
};

// What a rule set would have raised over a patient's history, up to and including `end`: exactly
// what an evaluation of each moment says, with the reports that were known by then, also where time
// alone changes it. Of any rule set under which the timeline was built; so two of them can be
// compared over the same history.
//
// In order of time; of one moment the most urgent first, then by rule and site.
std::vector<Raised> Replay(const CompiledRuleSet& rules, const Timeline& timeline, Instant end);

}  // namespace midstance::rules

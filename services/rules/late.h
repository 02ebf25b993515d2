#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "midstance/rules/v1/evaluation.pb.h"
#include "services/rules/compile.h"
#include "services/rules/timeline.h"
#include "support/time.h"

namespace midstance::rules {

// What a report that tells of `since` may have completed in the past: the rules that held when a
// report was observed, from then on, had each been entered at once, and that `now` (the evaluation
// of the same timeline) does not say. It makes what is raised independent of the order in which
// reports arrive: whatever holds when every report is entered as it is observed, holds in `now` or
// here at the latest when the last of its reports is entered. What came to hold by time alone, and
// perhaps ceased to, since the report before is said here too.
//
// One result for each rule and site: the most urgent, of those the one that rests on `added` (the
// report's name), then the newest. Its basis tells that it became known late, and what was reported
// since then.
std::vector<v1::RuleResult> HeldBefore(const CompiledRuleSet& rules, const Timeline& timeline,
                                       Instant since, std::string_view added,
                                       const v1::Evaluation& now);

// Whether what is meant ever held in the past: at a moment from the first on at which a report was
// observed and before `until`, as HeldBefore looks. `is_meant` is asked of a rule that holds at a
// place with an urgency, and sees no more of the result than that; what it says of an urgency it
// says of every higher one.
bool EverHeldBefore(const CompiledRuleSet& rules, const Timeline& timeline, Instant until,
                    const std::function<bool(const v1::RuleResult&)>& is_meant);

bool RestsOn(const v1::RuleResult& result, std::string_view report);

}  // namespace midstance::rules

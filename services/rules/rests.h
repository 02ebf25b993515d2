#pragma once

#include <cstdint>
#include <string_view>

#include "services/rules/verdict.h"

namespace midstance::rules {

// Until when a report may be among the evidence of a rule at a key, in microseconds: never longer
// than that, perhaps less long. The smallest number when it never is. Of a view of what was
// observed.
std::int64_t MayRestUntil(const View& view, const RuleInfo& rule, const Timeline::Track& track,
                          std::string_view report);

}  // namespace midstance::rules

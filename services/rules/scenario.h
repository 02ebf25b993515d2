#pragma once

#include <string>
#include <vector>

#include "midstance/rules/v1/scenario.pb.h"
#include "services/rules/compile.h"
#include "services/rules/timeline.h"
#include "support/time.h"

namespace midstance::rules {

// Start of day 0 of every scenario.
Instant ScenarioStart();

// The reports of a scenario that were entered by the end of a day. Values that do not fit their
// code are noted in `problems`.
std::vector<Report> ReportsUntil(const CompiledRuleSet& rules, const v1::Scenario& scenario,
                                 int day, std::vector<std::string>& problems);

// What does not come out as a scenario expects, one sentence each; nothing when all does.
std::vector<std::string> RunScenario(const CompiledRuleSet& rules, const v1::Scenario& scenario);

}  // namespace midstance::rules

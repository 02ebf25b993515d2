#pragma once

#include <span>
#include <string>
#include <vector>

#include "midstance/rules/v1/scenario.pb.h"
#include "services/rules/compile.h"

namespace midstance::rules {

// The scenarios of one file, under the name by which a reader finds them.
struct ScenarioSource {
  std::string name;
  v1::ScenarioFile file;
};

// How the scenarios about one rule came out.
struct RuleTally {
  std::string rule;
  std::string title;
  v1::Urgency urgency = v1::URGENCY_UNSPECIFIED;
  int positive = 0;
  int near_miss = 0;
  int trap = 0;
  int failed = 0;
};

// One scenario that did not come out as it expects.
struct ScenarioFailure {
  std::string source;
  std::string scenario;
  std::string rule;  // empty: about several
  std::vector<std::string> problems;
};

struct ScenarioReport {
  std::vector<RuleTally> rules;  // in the order of the rule set
  std::vector<ScenarioFailure> failures;
  int scenarios = 0;
  int examples = 0;  // of them about no rule in particular

  bool Passed() const { return scenarios > 0 && failures.empty(); }
};

// Runs every scenario. One that is about another rule set, or about a rule that the set has not,
// fails.
ScenarioReport RunScenarios(const CompiledRuleSet& rules, std::span<const ScenarioSource> sources);

// The same for people: a line for each rule, then what failed and why, then the sum.
std::string ReportText(const CompiledRuleSet& rules, const ScenarioReport& report);

}  // namespace midstance::rules

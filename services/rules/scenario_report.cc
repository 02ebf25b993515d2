#include "services/rules/scenario_report.h"

#include <absl/strings/str_format.h>

#include <algorithm>

#include "services/rules/scenario.h"
#include "services/rules/words.h"

namespace midstance::rules {
namespace {

RuleTally* FindTally(std::vector<RuleTally>& tallies, std::string_view rule) {
  const auto found = std::ranges::find(tallies, rule, &RuleTally::rule);
  return found == tallies.end() ? nullptr : &*found;
}

void Count(v1::Scenario::Kind kind, RuleTally& tally) {
  tally.positive += kind == v1::Scenario::POSITIVE ? 1 : 0;
  tally.near_miss += kind == v1::Scenario::NEAR_MISS ? 1 : 0;
  tally.trap += kind == v1::Scenario::TRAP ? 1 : 0;
}

}  // namespace

ScenarioReport RunScenarios(const CompiledRuleSet& rules, std::span<const ScenarioSource> sources) {
  ScenarioReport report;
  for (const auto& rule : rules.source().rules()) {
    report.rules.push_back({.rule = rule.id(), .title = rule.title(), .urgency = rule.urgency()});
  }
  for (const auto& [name, file] : sources) {
    for (const auto& scenario : file.scenarios()) {
      ++report.scenarios;
      std::vector<std::string> problems = RunScenario(rules, scenario);
      if (file.rule_set() != rules.id()) {
        problems.push_back("the file is about the rule set \"" + file.rule_set() + "\"");
      }
      RuleTally* tally = FindTally(report.rules, scenario.rule());
      if (tally != nullptr) {
        Count(scenario.kind(), *tally);
        tally->failed += problems.empty() ? 0 : 1;
      } else if (scenario.rule().empty()) {
        ++report.examples;
      } else {
        problems.push_back("there is no rule " + scenario.rule());
      }
      if (problems.empty()) continue;
      report.failures.push_back({name, scenario.name(), scenario.rule(), std::move(problems)});
    }
  }
  return report;
}

std::string ReportText(const CompiledRuleSet& rules, const ScenarioReport& report) {
  std::string text =
      absl::StrFormat("%s %s: %s\n\n%-36s %-9s %8s %9s %5s\n", rules.id(), rules.version(),
                      rules.source().title(), "rule", "urgency", "positive", "near miss", "trap");
  for (const auto& one : report.rules) {
    absl::StrAppendFormat(&text, "%-36s %-9s %8d %9d %5d  %s\n", one.rule, UrgencyWord(one.urgency),
                          one.positive, one.near_miss, one.trap,
                          one.failed == 0 ? one.title : absl::StrFormat("FAILED: %d", one.failed));
  }
  for (const auto& failure : report.failures) {
    absl::StrAppendFormat(&text, "\nFAILED %s%s%s: %s\n", failure.source,
                          failure.rule.empty() ? "" : ", ", failure.rule, failure.scenario);
    for (const auto& problem : failure.problems) absl::StrAppendFormat(&text, "  %s\n", problem);
  }
  absl::StrAppendFormat(
      &text, "\n%d rules, %d scenarios (%d about no rule in particular), %d failed\n",
      report.rules.size(), report.scenarios, report.examples, report.failures.size());
  return text;
}

}  // namespace midstance::rules

#pragma once

#include <absl/status/statusor.h>

#include <span>
#include <string_view>

#include "midstance/rules/v1/consideration.pb.h"
#include "midstance/rules/v1/rule_set.pb.h"
#include "midstance/rules/v1/scenario.pb.h"

namespace midstance::rules {

// The rule set that ships with the program, as text. It is part of the program: no file is read.
std::string_view RunningHipCore();

// Its scenarios, one text per file of scenarios/.
struct ShippedFile {
  std::string_view name;
  std::string_view text;
};
std::span<const ShippedFile> ShippedScenarios();

// Reads the text form. INVALID_ARGUMENT with the reason RULE_SET_INVALID and the lines that are
// wrong.
absl::StatusOr<v1::RuleSet> ParseRuleSet(std::string_view text);
absl::StatusOr<v1::ScenarioFile> ParseScenarioFile(std::string_view text);
absl::StatusOr<v1::ConsiderationLibrary> ParseConsiderationLibrary(std::string_view text);

}  // namespace midstance::rules

#pragma once

#include <absl/status/statusor.h>

#include <string_view>
#include <vector>

#include "midstance/config/v1/rule_tuning.pb.h"
#include "midstance/v1/rule_tuning.pb.h"
#include "services/rules/numbers.h"

// What trying other numbers in a rule reckons with, and what it proposes. Pure.
namespace midstance::rulesets {

// tuning.textproto, which is part of the program: no file is read.
std::string_view TuningText();

// FAILED_PRECONDITION where minutes or percents are not above 0, or there is no source.
absl::StatusOr<config::v1::RuleTuning> ParseTuning(std::string_view text);
const config::v1::RuleTuning& ShippedTuning();

// The values to try: those that are asked for, else a ladder around the present one; always with
// the present one, each once, the lowest first.
std::vector<double> ValuesToTry(const config::v1::RuleTuning& tuning,
                                const rules::RuleNumber& number, std::vector<double> asked);

// Marks the value to propose, if there is one; see TunedValue.recommended.
void Recommend(std::vector<v1::TunedValue>& values);

}  // namespace midstance::rulesets

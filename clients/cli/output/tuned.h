#pragma once

#include <string>
#include <vector>

#include "clients/cli/output/grid.h"
#include "midstance/v1/rule_tuning.pb.h"

// What other values of a number in a rule would have done, for people and for programs.
namespace midstance::cli {

struct Tuned {
  std::vector<v1::TunableNumber> numbers;
  std::vector<v1::TunedValue> values;  // the lowest first
};

Columns<v1::TunableNumber> NumberColumns();
Columns<v1::TunedValue> TunedColumns();
// Lines: which escalations the values miss, and what is proposed or why nothing is.
std::string TunedText(const Tuned& tuned);
// One object: "numbers" and "values".
std::string TunedJson(const Tuned& tuned);

}  // namespace midstance::cli

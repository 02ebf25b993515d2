#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "midstance/rules/v1/rule_set.pb.h"

// The numbers in a rule that can be moved: limits, days and counts of its conditions.
namespace midstance::rules {

struct RuleNumber {
  // Where it stands, as explanations and problems name parts of a rule:
  // "when.any_of[0].run.span.days".
  std::string path;
  double value = 0;
  bool whole = false;
};

// In the order in which they stand in `when`, then in the upgrades. A count that is not told is not
// there; a limit of 0 is.
std::vector<RuleNumber> NumbersOf(const v1::Rule& rule);

// False, and nothing is changed, where there is no such number or it takes no such value.
bool SetNumber(std::string_view path, double value, v1::Rule& rule);

}  // namespace midstance::rules

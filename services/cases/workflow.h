#pragma once

#include <optional>
#include <string_view>

#include "midstance/v1/case_workflow.pb.h"

// The tables of data/, read once.
namespace midstance::cases {

// As they ship with the program: no file is read.
std::string_view MoveTableText();
std::string_view CareRulesText();

// Empty when its text is broken, so that nothing is legal and nothing is owed; a test reads both.
const v1::CaseMoveTable& MoveTable();
const v1::CareRules& CareTable();

// The row of that id; null when there is none.
const v1::CareRule* CareRuleOf(const v1::CareRules& rules, std::string_view id);

// The days whose records answer a re-assessment, counted from the first treatment; of the one at
// discharge, which has no days of its own, from the day on which it is looked at.
struct Window {
  std::optional<int> first;  // unset: however early
  std::optional<int> end;    // the first day that is too late; unset: however late
};
Window WindowOf(const v1::CareRules& rules, const v1::CareRule& rule);

}  // namespace midstance::cases

#pragma once

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

}  // namespace midstance::cases

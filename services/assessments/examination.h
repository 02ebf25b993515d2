#pragma once

#include "midstance/v1/assessment_service.pb.h"
#include "services/rules/compile.h"

namespace midstance::assessments {

// What one assessment examined, side by side. Sides are compared only within it, so that both were
// measured in one visit; a report about both sides is both; a side that was not told is left out.
//
// A difference that is not above the measurement error of the code is not shown as one. Forces have
// a symmetry in per cent, rounded half up; grades have none, because 4 of 5 is no 80 per cent.
v1::Examination Examine(const rules::CompiledRuleSet& rules, const v1::Assessment& assessment);

}  // namespace midstance::assessments

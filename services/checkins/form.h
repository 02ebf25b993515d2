#pragma once

#include "midstance/rules/v1/evaluation.pb.h"
#include "midstance/v1/case.pb.h"
#include "midstance/v1/check_in.pb.h"
#include "services/rules/compile.h"

namespace midstance::checkins {

// The questions of the next check-in: first what would settle undecided rules, the most urgent
// first; then pain, swelling and nights at each site of the case. Each once.
v1::CheckInForm FormFor(const rules::CompiledRuleSet& rules, const v1::Case& a_case,
                        const rules::v1::Evaluation& evaluation);

}  // namespace midstance::checkins

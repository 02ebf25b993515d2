#pragma once

#include "midstance/rules/v1/evaluation.pb.h"
#include "midstance/v1/case.pb.h"
#include "midstance/v1/check_in.pb.h"
#include "services/rules/compile.h"

namespace midstance::checkins {

// Whether to ask how a run was and how it was the morning after.
enum class RunQuestions : unsigned char { kLeave, kAsk };

// The questions of the next check-in: first what would settle undecided rules, the most urgent
// first; then pain, swelling and nights at each site of the case, and there the questions after a
// run. Each once.
v1::CheckInForm FormFor(const rules::CompiledRuleSet& rules, const v1::Case& a_case,
                        const rules::v1::Evaluation& evaluation, RunQuestions after_run);

}  // namespace midstance::checkins

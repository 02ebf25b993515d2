#pragma once

#include "midstance/rules/v1/evaluation.pb.h"
#include "midstance/v1/case.pb.h"
#include "midstance/v1/check_in.pb.h"
#include "services/checkins/texts.h"
#include "services/rules/compile.h"

namespace midstance::checkins {

// Whether to ask how a run was and how it was the morning after.
enum class RunQuestions : unsigned char { kLeave, kAsk };

// The questions of the next check-in, in these words: first what would settle undecided rules, the
// most urgent first; then the usual ones at each site of the case, and there the questions after a
// run. Each once. None waits for another one that would settle a rule, unless that one settles it
// as well.
v1::CheckInForm FormFor(const rules::CompiledRuleSet& rules, const v1::Case& a_case,
                        const rules::v1::Evaluation& evaluation, RunQuestions after_run,
                        const Words& words);

}  // namespace midstance::checkins

#pragma once

#include <string>

#include "services/measures/change.h"

namespace midstance::measures {

// Whether the threshold is counted in percent of the earlier score: where that is asked for, the
// threshold has it, and the earlier score is not 0.
bool InPercent(const v1::Measure::Threshold& threshold, double from, v1::ChangeBasis basis);

// "LEFS 49 -> 60 (+11): more than the error of 9, and no less than the smallest important change of
// 9: improved". A difference that is no change is not told as a number. `record` is the later one;
// everything but the sentence of `change` is filled in.
std::string SentenceOf(const v1::Measure& measure, const v1::OutcomeScore& record, const Part& part,
                       v1::ChangeBasis basis, const v1::ScoreChange& change);

}  // namespace midstance::measures

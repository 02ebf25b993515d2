#pragma once

#include <vector>

#include "midstance/v1/outcome_score.pb.h"
#include "midstance/v1/outcome_service.pb.h"
#include "services/measures/library.h"

namespace midstance::measures {

// How the scores of one case moved. `records` are its ACTIVE ones in any order; the result depends
// on when they were filled in, not on the order in which they come. One trend for each measure,
// variant, side and subscale that ever had a score, and for each activity that the last record
// names, where the measure judges activities one by one.
std::vector<v1::OutcomeTrend> TrendsOf(const Library& library,
                                       std::vector<v1::OutcomeScore> records,
                                       v1::ChangeBasis basis);

}  // namespace midstance::measures

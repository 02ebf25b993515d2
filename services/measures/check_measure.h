#pragma once

#include <string>
#include <vector>

#include "midstance/v1/measure.pb.h"

namespace midstance::measures {

// Adds everything that is wrong with the data of a measure, each with the measure's name: what is
// missing, what contradicts itself, what the scoring could not work with.
void CheckMeasure(const v1::Measure& measure, std::vector<std::string>& problems);

// The same of one of its subscales.
void CheckSubscale(const v1::Measure& measure, const v1::Measure::Subscale& subscale,
                   std::vector<std::string>& problems);

}  // namespace midstance::measures

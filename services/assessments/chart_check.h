#pragma once

#include <string_view>

#include "google/rpc/error_details.pb.h"
#include "midstance/v1/assessment.pb.h"

namespace midstance::assessments {

// A mark lies on a side that is known, and on one that its drawing shows; what was seen of the gait
// was seen of a leg that is known. Each problem is a violation whose field begins with `record`.
void CheckChartAndGait(const v1::Assessment& assessment, std::string_view record,
                       google::rpc::BadRequest& violations);

}  // namespace midstance::assessments

#include "services/assessments/chart_check.h"

#include <string>

#include "support/status.h"

namespace midstance::assessments {
namespace {

bool IsKnown(v1::Side side) {
  return side == v1::SIDE_LEFT || side == v1::SIDE_RIGHT || side == v1::SIDE_BILATERAL;
}

// The drawing from one side does not show the other.
bool Shows(v1::BodyMark::View view, v1::Side side) {
  if (view == v1::BodyMark::VIEW_LEFT) return side != v1::SIDE_RIGHT;
  if (view == v1::BodyMark::VIEW_RIGHT) return side != v1::SIDE_LEFT;
  return true;
}

std::string PathOf(std::string_view record, std::string_view list, int index) {
  return std::string(record) + "." + std::string(list) + "[" + std::to_string(index) + "]";
}

}  // namespace

void CheckChartAndGait(const v1::Assessment& assessment, std::string_view record,
                       google::rpc::BadRequest& violations) {
  for (int i = 0; i < assessment.body_chart_size(); ++i) {
    const auto& mark = assessment.body_chart(i);
    const std::string field = PathOf(record, "body_chart", i) + ".site.side";
    if (!IsKnown(mark.site().side())) {
      AddViolation(violations, field, "a mark lies on the left, on the right or in the middle");
    } else if (!Shows(mark.view(), mark.site().side())) {
      AddViolation(violations, field, "must be a side that the drawing shows");
    }
  }
  for (int i = 0; i < assessment.gait_size(); ++i) {
    if (IsKnown(assessment.gait(i).side())) continue;
    AddViolation(violations, PathOf(record, "gait", i) + ".side",
                 "must be the leg that was seen: left, right or both");
  }
}

}  // namespace midstance::assessments

#include "services/assessments/chart_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace midstance::assessments {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

v1::BodyMark& Mark(v1::Assessment& visit, v1::BodyMark::View view, v1::Side side) {
  auto& mark = *visit.add_body_chart();
  mark.set_view(view);
  mark.mutable_site()->set_area(v1::AREA_HIP);
  mark.mutable_site()->set_side(side);
  mark.set_x(0.4);
  mark.set_y(0.5);
  return mark;
}

std::vector<std::string> PathsOf(const v1::Assessment& visit) {
  google::rpc::BadRequest violations;
  CheckChartAndGait(visit, "assessment", violations);
  std::vector<std::string> paths;
  for (const auto& one : violations.field_violations()) paths.push_back(one.field());
  return paths;
}

TEST(BodyChart, TakesMarksOnTheSideThatTheDrawingShows) {
  v1::Assessment visit;
  Mark(visit, v1::BodyMark::VIEW_FRONT, v1::SIDE_LEFT);
  Mark(visit, v1::BodyMark::VIEW_BACK, v1::SIDE_BILATERAL);
  Mark(visit, v1::BodyMark::VIEW_LEFT, v1::SIDE_LEFT);
  Mark(visit, v1::BodyMark::VIEW_RIGHT, v1::SIDE_RIGHT);
  EXPECT_THAT(PathsOf(visit), IsEmpty());
}

TEST(BodyChart, RefusesAMarkWhoseSideIsNotKnownOrNotShown) {
  v1::Assessment visit;
  Mark(visit, v1::BodyMark::VIEW_FRONT, v1::SIDE_NOT_TOLD);
  Mark(visit, v1::BodyMark::VIEW_LEFT, v1::SIDE_RIGHT);
  Mark(visit, v1::BodyMark::VIEW_RIGHT, v1::SIDE_LEFT);
  EXPECT_THAT(PathsOf(visit), ElementsAre("assessment.body_chart[0].site.side",
                                          "assessment.body_chart[1].site.side",
                                          "assessment.body_chart[2].site.side"));
}

TEST(Gait, IsSeenOfALegThatIsKnown) {
  v1::Assessment visit;
  auto& seen = *visit.add_gait();
  seen.set_phase(v1::GAIT_PHASE_MIDSTANCE);
  seen.set_side(v1::SIDE_LEFT);
  seen.set_finding("pelvic drop");
  *visit.add_gait() = visit.gait(0);
  visit.mutable_gait(1)->set_side(v1::SIDE_NOT_TOLD);
  EXPECT_THAT(PathsOf(visit), ElementsAre("assessment.gait[1].side"));
}

}  // namespace
}  // namespace midstance::assessments

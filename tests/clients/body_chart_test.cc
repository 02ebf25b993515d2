#include "clients/cli/body_chart.h"

#include <gtest/gtest.h>

namespace midstance::cli {
namespace {

TEST(Marks, AreReadWithPlaceQualityAndPain) {
  const auto mark = ParseMark("front:hip/left:0.45,0.52:stabbing:7");
  ASSERT_TRUE(mark.ok()) << mark.status();
  EXPECT_EQ(mark->view(), v1::BodyMark::VIEW_FRONT);
  EXPECT_EQ(mark->site().area(), v1::AREA_HIP);
  EXPECT_EQ(mark->site().side(), v1::SIDE_LEFT);
  EXPECT_EQ(mark->x(), 0.45);
  EXPECT_EQ(mark->y(), 0.52);
  EXPECT_EQ(mark->quality(), "stabbing");
  EXPECT_EQ(mark->nprs(), 7);
  EXPECT_FALSE(ParseMark("back:low-back/bilateral:0.5,0.4")->has_nprs());
}

TEST(Marks, ThatAreIncompleteAreRefused) {
  for (const char* wrong : {"front", "front:hip/left", "front:hip/left:0.4", "top:hip/left:0,0",
                            "front:hip/left:0.4,x", "front:hip/left:0,0:dull:much"}) {
    EXPECT_FALSE(ParseMark(wrong).ok()) << wrong;
  }
}

TEST(Gait, IsReadByPhaseAndLeg) {
  const auto seen = ParseGait("foot-strike:right:overstride: heel first");
  ASSERT_TRUE(seen.ok()) << seen.status();
  EXPECT_EQ(seen->phase(), v1::GAIT_PHASE_FOOT_STRIKE);
  EXPECT_EQ(seen->side(), v1::SIDE_RIGHT);
  EXPECT_EQ(seen->finding(), "overstride: heel first");
  EXPECT_FALSE(ParseGait("midstance:left").ok());
  EXPECT_FALSE(ParseGait("sprint:left:fast").ok());
}

}  // namespace
}  // namespace midstance::cli

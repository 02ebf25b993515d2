#include "services/assessments/examination.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/rules/testing.h"

namespace midstance::assessments {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class TheExamination : public ::testing::Test {
 protected:
  v1::Observation& At(v1::Side side, const std::string& code, v1::Area area = v1::AREA_HIP) {
    v1::SiteReport* found = nullptr;
    for (auto& report : *visit_.mutable_reports()) {
      if (report.site().area() == area && report.site().side() == side) found = &report;
    }
    if (found == nullptr) {
      found = visit_.add_reports();
      found->mutable_site()->set_area(area);
      found->mutable_site()->set_side(side);
    }
    auto& observation = *found->add_observations();
    observation.set_code(code);
    return observation;
  }
  v1::Examination Shown() const { return Examine(rules_, visit_); }

  const rules::CompiledRuleSet rules_ = rules::CoreInUtc();
  v1::Assessment visit_;
};

TEST_F(TheExamination, OfNothingIsEmpty) {
  const auto shown = Shown();
  EXPECT_THAT(shown.tests(), IsEmpty());
  EXPECT_THAT(shown.ranges(), IsEmpty());
  EXPECT_THAT(shown.strength(), IsEmpty());
}

TEST_F(TheExamination, ShowsATestBySideWithItsCaution) {
  At(v1::SIDE_LEFT, "fadir").set_choice("pos");
  At(v1::SIDE_RIGHT, "fadir").set_choice("nt");
  const auto shown = Shown();
  ASSERT_THAT(shown.tests(), SizeIs(1));
  EXPECT_EQ(shown.tests(0).left(), "pos");
  EXPECT_EQ(shown.tests(0).right(), "nt");
  EXPECT_EQ(shown.tests(0).area(), v1::AREA_HIP);
  EXPECT_THAT(shown.tests(0).caution(), HasSubstr("hardly specific"));
  EXPECT_EQ(shown.tests(0).caution_source().key(), "reiman13");
}

TEST_F(TheExamination, ShowsTheDifferenceOfARangeInDegrees) {
  At(v1::SIDE_LEFT, "rom_hip_ir").set_number(20);
  At(v1::SIDE_RIGHT, "rom_hip_ir").set_number(35);
  const auto shown = Shown();
  ASSERT_THAT(shown.ranges(), SizeIs(1));
  EXPECT_EQ(shown.ranges(0).unit(), "deg");
  EXPECT_EQ(shown.ranges(0).difference(), -15);
  EXPECT_FALSE(shown.ranges(0).within_error());
  EXPECT_FALSE(shown.ranges(0).has_symmetry_percent());
}

TEST_F(TheExamination, ShowsNoDifferenceThatMayBeASlipOfTheMeasurement) {
  At(v1::SIDE_LEFT, "rom_hip_ir").set_number(30);
  At(v1::SIDE_RIGHT, "rom_hip_ir").set_number(35);
  const auto shown = Shown();
  ASSERT_THAT(shown.ranges(), SizeIs(1));
  EXPECT_EQ(shown.ranges(0).measurement_error(), 5);
  EXPECT_TRUE(shown.ranges(0).within_error());
  EXPECT_FALSE(shown.ranges(0).has_difference());
  visit_.mutable_reports(1)->mutable_observations(0)->set_number(36);
  EXPECT_EQ(Shown().ranges(0).difference(), -6);
}

TEST_F(TheExamination, ShowsTheSymmetryOfAForceRounded) {
  At(v1::SIDE_LEFT, "force_hip_abduction").set_number(201);
  At(v1::SIDE_RIGHT, "force_hip_abduction").set_number(240);
  const auto shown = Shown();
  ASSERT_THAT(shown.strength(), SizeIs(1));
  EXPECT_EQ(shown.strength(0).symmetry_percent(), 84);  // 83.75
  EXPECT_EQ(shown.strength(0).difference(), -39);
}

TEST_F(TheExamination, GivesAGradeNoPercentage) {
  At(v1::SIDE_LEFT, "strength_hip_abduction").set_number(4);
  At(v1::SIDE_RIGHT, "strength_hip_abduction").set_number(5);
  const auto shown = Shown();
  ASSERT_THAT(shown.strength(), SizeIs(1));
  EXPECT_EQ(shown.strength(0).difference(), -1);
  EXPECT_FALSE(shown.strength(0).has_symmetry_percent());
}

TEST_F(TheExamination, OfOneSideComparesNothing) {
  At(v1::SIDE_LEFT, "force_knee_extension").set_number(300);
  At(v1::SIDE_RIGHT, "rom_hip_ir").set_number(30);
  const auto shown = Shown();
  EXPECT_FALSE(shown.strength(0).has_symmetry_percent());
  EXPECT_FALSE(shown.strength(0).has_difference());
  EXPECT_FALSE(shown.strength(0).has_right());
  EXPECT_FALSE(shown.ranges(0).within_error());
}

TEST_F(TheExamination, OfTwoSidesWithoutForceHasNoSymmetry) {
  At(v1::SIDE_LEFT, "force_knee_extension").set_number(0);
  At(v1::SIDE_RIGHT, "force_knee_extension").set_number(0);
  EXPECT_FALSE(Shown().strength(0).has_symmetry_percent());
}

TEST_F(TheExamination, TakesAReportOfBothSidesForEachAndOneOfNoSideForNeither) {
  At(v1::SIDE_BILATERAL, "trendelenburg").set_choice("neg");
  At(v1::SIDE_NOT_TOLD, "fadir").set_choice("pos");
  const auto shown = Shown();
  ASSERT_THAT(shown.tests(), SizeIs(1));
  EXPECT_EQ(shown.tests(0).left(), "neg");
  EXPECT_EQ(shown.tests(0).right(), "neg");
}

TEST_F(TheExamination, KeepsAreasApart) {
  At(v1::SIDE_LEFT, "rom_knee_flexion", v1::AREA_KNEE).set_number(130);
  At(v1::SIDE_RIGHT, "rom_knee_flexion", v1::AREA_THIGH).set_number(100);
  ASSERT_THAT(Shown().ranges(), SizeIs(2));
  EXPECT_FALSE(Shown().ranges(0).has_difference());
}

TEST_F(TheExamination, SwapsWithTheSides) {
  At(v1::SIDE_LEFT, "rom_hip_er").set_number(50);
  At(v1::SIDE_RIGHT, "rom_hip_er").set_number(30);
  At(v1::SIDE_LEFT, "force_hip_er").set_number(100);
  At(v1::SIDE_RIGHT, "force_hip_er").set_number(80);
  const auto one = Shown();
  visit_.mutable_reports(0)->mutable_site()->set_side(v1::SIDE_RIGHT);
  visit_.mutable_reports(1)->mutable_site()->set_side(v1::SIDE_LEFT);
  const auto other = Shown();
  EXPECT_EQ(one.ranges(0).difference(), -other.ranges(0).difference());
  EXPECT_EQ(one.strength(0).symmetry_percent(), other.strength(0).symmetry_percent());
  EXPECT_EQ(one.strength(0).left(), other.strength(0).right());
}

}  // namespace
}  // namespace midstance::assessments

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "services/exercises/check.h"
#include "services/exercises/testing.h"
#include "support/status.h"

namespace midstance::exercises {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

std::set<std::string> BrokenRules(const v1::Prescription& prescription,
                                  const PatientFacts& facts = Known({}),
                                  Stage stage = Stage::kFirst) {
  std::set<std::string> rules;
  const auto check = Check(TestCatalogue(), prescription, facts, stage);
  for (const auto& advice : check.advice()) {
    EXPECT_FALSE(advice.source().empty()) << advice.rule();
    rules.insert(advice.rule());
  }
  return rules;
}

v1::Prescription SeedProgram() {
  v1::Prescription prescription;
  Prescribe(prescription, "tr-iliacus");
  Prescribe(prescription, "st-bridge");
  Prescribe(prescription, "st-clam");
  Prescribe(prescription, "al-pelvic-tilt");
  return prescription;
}

TEST(Prescribing, OneReleaseTwoStrengthAndOneAlignmentIsHowToBegin) {
  EXPECT_THAT(BrokenRules(SeedProgram()), IsEmpty());
}

TEST(Prescribing, BeginningWithoutAPartOfTheCombinationIsTold) {
  EXPECT_THAT(BrokenRules(Only("st-bridge")),
              ElementsAre("start-with-alignment", "start-with-release", "start-with-strength"));
  EXPECT_THAT(BrokenRules(Only("st-bridge"), Known({}), Stage::kLater), IsEmpty());
}

TEST(Prescribing, MoreThanFourExercisesAreTold) {
  auto prescription = SeedProgram();
  Prescribe(prescription, "st-bridge", v1::SIDE_RIGHT);  // the same exercise on the other side
  EXPECT_THAT(BrokenRules(prescription), IsEmpty());
  Prescribe(prescription, "st-squat");
  EXPECT_THAT(BrokenRules(prescription), ElementsAre("at-most-four"));
}

TEST(Prescribing, MobilityNeedsAMeasuredDeficit) {
  const auto stretch = Only("mo-quad");
  EXPECT_THAT(BrokenRules(stretch, Known({}), Stage::kLater),
              ElementsAre("mobility-needs-deficit"));
  EXPECT_THAT(
      BrokenRules(stretch, Known({AFact("motion_deficit", false, v1::AREA_THIGH)}), Stage::kLater),
      ElementsAre("mobility-needs-deficit"));
  EXPECT_THAT(
      BrokenRules(stretch, Known({AFact("motion_deficit", true, v1::AREA_THIGH)}), Stage::kLater),
      IsEmpty());
}

Fact Measured(double degrees, v1::Side side, v1::Area area = v1::AREA_HIP) {
  auto fact = AFact("rom_hip_extension", degrees, area, side);
  fact.measurement_error = 5;
  return fact;
}

TEST(Prescribing, ASideThatMovesLessThanTheOtherIsAMeasuredDeficit) {
  const auto stretch = Only("mo-quad");
  const auto broken = [&](std::vector<Fact> facts) {
    return BrokenRules(stretch, Known(std::move(facts)), Stage::kLater);
  };
  EXPECT_THAT(broken({Measured(2, v1::SIDE_RIGHT), Measured(14, v1::SIDE_LEFT)}), IsEmpty());
  EXPECT_THAT(broken({Measured(8.9, v1::SIDE_LEFT), Measured(14, v1::SIDE_RIGHT)}), IsEmpty());
  EXPECT_THAT(broken({Measured(9, v1::SIDE_RIGHT), Measured(14, v1::SIDE_LEFT)}),
              ElementsAre("mobility-needs-deficit"))
      << "within what the measurement misses";
  EXPECT_THAT(broken({Measured(2, v1::SIDE_RIGHT)}), ElementsAre("mobility-needs-deficit"))
      << "nothing to compare with";
  EXPECT_THAT(broken({Measured(2, v1::SIDE_RIGHT), Measured(14, v1::SIDE_LEFT, v1::AREA_PELVIS)}),
              ElementsAre("mobility-needs-deficit"))
      << "another area";
}

TEST(Prescribing, StretchingIsLimitedToSixtySecondsAMuscle) {
  const auto measured = Known({AFact("motion_deficit", true, v1::AREA_THIGH)});
  auto prescription = Only("mo-quad");
  auto& dose = *prescription.mutable_exercises(0)->mutable_dose();
  dose.set_sets(2);
  dose.set_seconds(30);
  dose.set_per_week(3);
  EXPECT_THAT(BrokenRules(prescription, measured, Stage::kLater), IsEmpty());
  dose.set_sets(3);
  EXPECT_THAT(BrokenRules(prescription, measured, Stage::kLater),
              ElementsAre("stretch-limited-seconds"));
}

TEST(Prescribing, StretchingIsLimitedToFiveDaysAWeek) {
  const auto measured = Known({AFact("motion_deficit", true, v1::AREA_THIGH)});
  auto prescription = Only("mo-quad");
  auto& dose = *prescription.mutable_exercises(0)->mutable_dose();
  dose.set_seconds(30);
  dose.set_per_week(5);
  EXPECT_THAT(BrokenRules(prescription, measured, Stage::kLater), IsEmpty());
  dose.clear_per_week();
  dose.set_per_day(1);
  EXPECT_THAT(BrokenRules(prescription, measured, Stage::kLater),
              ElementsAre("stretch-limited-days"));
}

TEST(Prescribing, ReleaseIsDaily) {
  auto prescription = Only("tr-iliacus");
  EXPECT_THAT(BrokenRules(prescription, Known({}), Stage::kLater), IsEmpty());
  auto& dose = *prescription.mutable_exercises(0)->mutable_dose();
  dose.set_seconds(60);
  dose.set_every_days(2);
  EXPECT_THAT(BrokenRules(prescription, Known({}), Stage::kLater), ElementsAre("release-daily"));
}

TEST(Prescribing, ItIsDosedAnewAfterTwoWeeks) {
  EXPECT_EQ(TestCatalogue().NumberOf(v1::PrescribingRule::KIND_DOSE_ANEW), 14);
}

TEST(Prescribing, WhatNoPatientCouldDoIsRefusedWithEveryPath) {
  v1::Prescription prescription;
  Prescribe(prescription, "none");
  Prescribe(prescription, "st-bridge", v1::SIDE_BILATERAL);
  Prescribe(prescription, "st-bridge", v1::SIDE_LEFT);
  auto& dose = *Prescribe(prescription, "st-clam").mutable_dose();
  dose.set_reps(3);
  dose.set_seconds(3);
  dose.add_days(v1::WEEKDAY_MONDAY);
  dose.add_days(v1::WEEKDAY_MONDAY);
  Prescribe(prescription, "st-squat").set_step(4);
  Prescribe(prescription, "st-rdl").add_overridden()->set_caution("K77");
  google::rpc::BadRequest violations;
  CheckExercises(TestCatalogue(), prescription.exercises(), "exercises", violations);
  std::vector<std::string> paths;
  for (const auto& violation : violations.field_violations()) paths.push_back(violation.field());
  EXPECT_THAT(paths, ElementsAre("exercises[0].exercise", "exercises[2]", "exercises[3].dose",
                                 "exercises[3].dose.days", "exercises[4].step",
                                 "exercises[5].overridden[0].caution"));
}

}  // namespace
}  // namespace midstance::exercises

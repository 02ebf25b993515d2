#include "services/adherence/plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "services/adherence/program_testing.h"
#include "services/adherence/today.h"

namespace midstance::adherence {
namespace {

using ::testing::SizeIs;

v1::TodaysPlan PlanOn(Program program, int day, const std::vector<v1::CheckIn>& told = {}) {
  const std::vector<v1::Enrollment> enrollments = {program.get()};
  return PlanOfDay(enrollments, told, DayAt(day), ShippedParameters(), Utc());
}

TEST(TodaysPlan, ShowsThePrescriptionThatHoldsThatDay) {
  auto program = Program().Exercise("a", Daily()).From(7).Exercise("b", Daily());
  EXPECT_EQ(PlanOn(program, 6).exercises(0).exercise(), "exercises/a");
  const auto plan = PlanOn(program, 7);
  ASSERT_THAT(plan.exercises(), SizeIs(1));
  EXPECT_EQ(plan.exercises(0).exercise(), "exercises/b");
  EXPECT_TRUE(plan.exercises(0).due());
  EXPECT_EQ(plan.date(), DayText(DayAt(7)));
  EXPECT_THAT(PlanOn(program, -1).exercises(), SizeIs(0));
}

TEST(TodaysPlan, AHeldExerciseIsShownAndNotDue) {
  const auto plan = PlanOn(Program().Exercise("a", Daily()).HeldFrom(2), 2);
  ASSERT_THAT(plan.exercises(), SizeIs(1));
  EXPECT_TRUE(plan.exercises(0).held());
  EXPECT_FALSE(plan.exercises(0).due());
  EXPECT_NE(plan.exercises(0).text().find("ask your therapist"), std::string::npos);
  EXPECT_FALSE(PlanOn(Program().Exercise("a", Daily()).HeldFrom(2), 1).exercises(0).held());
}

TEST(TodaysPlan, IsDueByItsDose) {
  const auto due = [](const v1::Dose& dose, int day) {
    return PlanOn(Program().Exercise("a", dose), day).exercises(0).due();
  };
  EXPECT_TRUE(due(Daily(3), 5));
  EXPECT_TRUE(due(Every(3), 6));
  EXPECT_FALSE(due(Every(3), 7));
  v1::Dose fridays;
  fridays.add_days(v1::WEEKDAY_FRIDAY);
  EXPECT_TRUE(due(fridays, 4));
  EXPECT_TRUE(due(fridays, 11));
  EXPECT_FALSE(due(fridays, 5));
}

TEST(TodaysPlan, TellsWhatIsLeftOfTheWeek) {
  auto program = Program().Exercise("a", Weekly(2));
  std::vector<v1::CheckIn> told = {Told(0).Exercise("a", v1::DONE_FULL).get()};
  EXPECT_EQ(PlanOn(program, 3, told).exercises(0).left_this_week(), 1);
  told.push_back(Told(2).Exercise("a", v1::DONE_FULL).get());
  EXPECT_FALSE(PlanOn(program, 3, told).exercises(0).due());
  EXPECT_TRUE(PlanOn(program, 7, told).exercises(0).due());
}

TEST(TodaysPlan, IsEmptyForAnExcusedDayAndAProgramThatIsNotActive) {
  EXPECT_THAT(PlanOn(Program().Exercise("a", Daily()).Excuse(1, 2), 2).exercises(), SizeIs(0));
  EXPECT_THAT(
      PlanOn(Program().Exercise("a", Daily()).In(v1::Enrollment::STATE_ON_HOLD, 2), 1).exercises(),
      SizeIs(0));
}

TEST(TodaysPlan, WhatCannotBeReadHoldsOnNoDay) {
  auto program = Program().Exercise("a", Daily());
  program.get().set_start_date("2025-02-30");
  EXPECT_TRUE(ProgramDays(program.get(), Utc()).empty());
  EXPECT_THAT(ExercisesOf(program.get(), Utc()), SizeIs(0));
}

TEST(TodaysPlan, IsHeldFromTheClinicsDayOnAndUntilTheClinicsDayOfTheRelease) {
  using std::chrono::hours;
  auto program = Program().Exercise("a", Daily());
  auto& lifted = *program.get().mutable_prescriptions(0)->mutable_exercises(0)->add_lifted();
  *lifted.mutable_hold()->mutable_hold_time() = TimestampOf(Instant{DayAt(2)} + hours{26});
  *lifted.mutable_lift_time() = TimestampOf(Instant{DayAt(4)} + hours{26});  // 18:00
  const auto held = [&](int day) {
    const std::vector<v1::Enrollment> enrollments = {program.get()};
    return PlanOfDay(enrollments, {}, DayAt(day), ShippedParameters(), InLosAngeles())
        .exercises(0)
        .held();
  };
  EXPECT_FALSE(held(1));
  EXPECT_TRUE(held(2));
  EXPECT_TRUE(held(3));
  EXPECT_FALSE(held(4));
}

}  // namespace
}  // namespace midstance::adherence

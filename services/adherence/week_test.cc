#include "services/adherence/week.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/adherence/program_testing.h"

namespace midstance::adherence {
namespace {

using ::testing::SizeIs;

// One letter for each day, Monday to Sunday: of what is planned and done (*), of what is planned
// (o) or done (+) alone, and of neither (.); of a day without a check-in in brackets.
std::string Shown(const std::vector<v1::Enrollment>& enrollments,
                  const std::vector<v1::CheckIn>& told, int day,
                  const schedule::ClinicCalendar& calendar = Utc()) {
  const auto week = CheckInWeekOf(enrollments, told, DayAt(day), ShippedParameters(), calendar);
  EXPECT_THAT(week.days(), SizeIs(7));
  std::string text;
  for (const auto& one : week.days()) {
    const std::string letter = one.exercises_planned() ? (one.exercises_done() ? "*" : "o")
                                                       : (one.exercises_done() ? "+" : ".");
    text += one.checked_in() ? letter : "(" + letter + ")";
  }
  return text;
}

v1::CheckIn DoneOn(int day) { return Told(day).Exercise("a", v1::DONE_FULL).get(); }

TEST(CheckInWeek, BeginsOnMondayAndEndsOnSunday) {
  for (const int day : {0, 3, 6}) {
    const auto week = CheckInWeekOf({}, {}, DayAt(day), ShippedParameters(), Utc());
    ASSERT_THAT(week.days(), SizeIs(7));
    EXPECT_EQ(week.days(0).date(), "2025-03-03") << day;
    EXPECT_EQ(week.days(6).date(), "2025-03-09") << day;
  }
  EXPECT_EQ(CheckInWeekOf({}, {}, DayAt(7), ShippedParameters(), Utc()).days(0).date(),
            "2025-03-10");
  EXPECT_EQ(CheckInWeekOf({}, {}, DayAt(-1), ShippedParameters(), Utc()).days(6).date(),
            "2025-03-02");
}

TEST(CheckInWeek, ShowsWhatWasToldOnWhichDayAndWhatIsPlannedToCome) {
  auto program = Program().Exercise("a", Daily());
  EXPECT_EQ(Shown({program.get()},
                  {DoneOn(-1), DoneOn(0), Told(1).Pain(3).get(),
                   Told(2).Exercise("a", v1::DONE_SKIPPED).get(),
                   Told(3).Exercise("a", v1::DONE_PART).get(), DoneOn(7)},
                  3),
            "*oo*(o)(o)(o)");
}

TEST(CheckInWeek, ADayOfRestAsksForNothing) {
  auto program = Program().Exercise("a", Every(2));
  EXPECT_EQ(Shown({program.get()}, {DoneOn(0), DoneOn(1)}, 1), "*+(o)(.)(o)(.)(o)");
  v1::Dose twice;
  twice.add_days(v1::WEEKDAY_TUESDAY);
  twice.add_days(v1::WEEKDAY_SUNDAY);
  auto weekdays = Program().Exercise("a", twice);
  EXPECT_EQ(Shown({weekdays.get()}, {}, 1), "(.)(o)(.)(.)(.)(.)(o)");
}

TEST(CheckInWeek, ADoseByTheWeekAsksUntilItIsDone) {
  auto program = Program().Exercise("a", Weekly(2));
  EXPECT_EQ(Shown({program.get()}, {DoneOn(1), DoneOn(2)}, 3), "(o)**(.)(.)(.)(.)");
  // Its weeks count from the first day of the prescription, here a Thursday.
  auto thursdays = Program().From(-4).Exercise("a", Weekly(2));
  thursdays.get().set_start_date(DayText(DayAt(-4)));
  EXPECT_EQ(Shown({thursdays.get()}, {DoneOn(-4), DoneOn(-3)}, 0), "(.)(.)(.)(o)(o)(o)(o)");
}

TEST(CheckInWeek, AHeldExerciseIsNotPlannedWhileItIsHeld) {
  auto held = Program().Exercise("a", Daily()).HeldFrom(2);
  EXPECT_EQ(Shown({held.get()}, {}, 3), "(o)(o)(.)(.)(.)(.)(.)");
  auto lifted = Program().Exercise("a", Daily()).HeldAndLifted(1, 3);
  EXPECT_EQ(Shown({lifted.get()}, {}, 3), "(o)(.)(.)(o)(o)(o)(o)");
  auto beside = Program().Exercise("a", Daily()).HeldFrom(0).Exercise("b", Every(3));
  EXPECT_EQ(Shown({beside.get()}, {}, 3), "(o)(.)(.)(o)(.)(.)(o)");
}

TEST(CheckInWeek, AnExcusedDayAsksForNothingAndMayBeTold) {
  auto away = Program().Exercise("a", Daily()).Excuse(1, 3);
  EXPECT_EQ(Shown({away.get()}, {DoneOn(2)}, 4), "(o)(.)+(.)(o)(o)(o)");
}

TEST(CheckInWeek, AProgramCountsFromItsFirstToItsLastDayAlsoWhenItHasEnded) {
  auto until = Program().From(1).Exercise("a", Daily()).Until(4);
  until.get().set_start_date(DayText(DayAt(1)));
  EXPECT_EQ(Shown({until.get()}, {}, 3), "(.)(o)(o)(o)(o)(.)(.)");
  auto stopped = Program().Exercise("a", Daily()).In(v1::Enrollment::STATE_STOPPED, 3);
  EXPECT_EQ(Shown({stopped.get()}, {}, 5), "(o)(o)(o)(.)(.)(.)(.)");
  auto next = Program().From(3).Exercise("b", Every(2));
  next.get().set_start_date(DayText(DayAt(3)));
  EXPECT_EQ(Shown({stopped.get(), next.get()}, {}, 5), "(o)(o)(o)(o)(.)(o)(.)");
}

TEST(CheckInWeek, WhatNoLongerCountsIsNotToldOfADay) {
  auto amended = DoneOn(1);
  amended.set_state(v1::RECORD_STATE_AMENDED);
  auto retracted = DoneOn(2);
  retracted.set_state(v1::RECORD_STATE_RETRACTED);
  EXPECT_EQ(Shown({}, {amended, retracted, DoneOn(3)}, 3), "(.)(.)(.)+(.)(.)(.)");
}

// On the Sunday the clocks go forward: it has 23 hours, and begins eight hours behind UTC.
TEST(CheckInWeek, ADayIsTheClinicsOnTheDayOfTheClockChangeToo) {
  const Instant saturday_night = Instant{DayAt(6)} + std::chrono::hours{7};
  const Instant sunday_night = Instant{DayAt(7)} + std::chrono::hours{6};
  const Instant monday = Instant{DayAt(7)} + std::chrono::hours{7};
  const auto at = [](Instant time) { return Told(0).At(time).get(); };
  EXPECT_EQ(Shown({}, {at(saturday_night)}, 6, InLosAngeles()), "(.)(.)(.)(.)(.).(.)");
  EXPECT_EQ(Shown({}, {at(sunday_night)}, 6, InLosAngeles()), "(.)(.)(.)(.)(.)(.).");
  EXPECT_EQ(Shown({}, {at(monday)}, 6, InLosAngeles()), "(.)(.)(.)(.)(.)(.)(.)");
  EXPECT_EQ(Shown({}, {at(monday)}, 7, InLosAngeles()), ".(.)(.)(.)(.)(.)(.)");
}

}  // namespace
}  // namespace midstance::adherence

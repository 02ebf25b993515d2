#include "services/schedule/clinic_calendar.h"

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <type_traits>
#include <vector>

namespace midstance::schedule {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

ClinicCalendar Of(std::string_view zone) {
  auto calendar = ClinicCalendar::Make(zone);
  EXPECT_TRUE(calendar.ok()) << calendar.status();
  return *calendar;
}

LocalDay On(std::string_view text) { return *LocalDay::Parse(text); }

Instant Utc(int year, unsigned month, unsigned day, int hour = 0, int minute = 0) {
  return std::chrono::sys_days{std::chrono::year(year) / std::chrono::month(month) /
                               std::chrono::day(day)} +
         hours{hour} + minutes{minute};
}

struct DayLength {
  const char* zone;
  const char* day;
  Instant start;  // in UTC
  Duration length;
};

std::ostream& operator<<(std::ostream& out, const DayLength& row) {
  return out << row.zone << " on " << row.day;
}

class DaysOfAClinic : public ::testing::TestWithParam<DayLength> {};

TEST_P(DaysOfAClinic, BeginAndEndWhereTheClocksOfTheZoneSaySo) {
  const auto& row = GetParam();
  const auto calendar = Of(row.zone);
  const LocalDay day = On(row.day);
  EXPECT_EQ(MicrosOf(calendar.StartOf(day)), MicrosOf(row.start));
  EXPECT_EQ(calendar.EndOf(day) + Duration{1} - calendar.StartOf(day), row.length);
  EXPECT_EQ(calendar.EndOf(day) + Duration{1}, calendar.StartOf(day.PlusDays(1)));
  for (Instant at = calendar.StartOf(day); at <= calendar.EndOf(day); at += minutes{15}) {
    ASSERT_EQ(calendar.DayOf(at).Text(), row.day) << MicrosOf(at);
  }
  EXPECT_EQ(calendar.DayOf(calendar.StartOf(day) - Duration{1}), day.PlusDays(-1));
  EXPECT_EQ(calendar.DayOf(calendar.EndOf(day)), day);
}

INSTANTIATE_TEST_SUITE_P(
    AcrossClockChanges, DaysOfAClinic,
    ::testing::Values(
        DayLength{"UTC", "2026-03-29", Utc(2026, 3, 29), hours{24}},
        DayLength{"Europe/Berlin", "2026-03-28", Utc(2026, 3, 27, 23), hours{24}},
        DayLength{"Europe/Berlin", "2026-03-29", Utc(2026, 3, 28, 23), hours{23}},
        DayLength{"Europe/Berlin", "2026-10-25", Utc(2026, 10, 24, 22), hours{25}},
        DayLength{"America/New_York", "2026-03-08", Utc(2026, 3, 8, 5), hours{23}},
        DayLength{"America/New_York", "2026-11-01", Utc(2026, 11, 1, 4), hours{25}},
        DayLength{"Australia/Lord_Howe", "2026-04-05", Utc(2026, 4, 4, 13), minutes{1470}},
        DayLength{"Australia/Lord_Howe", "2026-10-04", Utc(2026, 10, 3, 13, 30), minutes{1410}},
        // Midnight itself is left out there.
        DayLength{"Asia/Beirut", "2026-03-29", Utc(2026, 3, 28, 22), hours{23}},
        DayLength{"Pacific/Kiritimati", "2026-01-01", Utc(2025, 12, 31, 10), hours{24}}));

TEST(ClinicCalendars, KeepTheTimeOfDayAcrossBothClockChanges) {
  const auto berlin = Of("Europe/Berlin");
  const Instant nine = Utc(2026, 3, 27, 8);  // 9 o'clock in winter
  EXPECT_EQ(berlin.SameTimeOn(On("2026-03-30"), nine), Utc(2026, 3, 30, 7));
  EXPECT_EQ(berlin.SameTimeOn(On("2026-10-26"), nine), Utc(2026, 10, 26, 8));
}

TEST(ClinicCalendars, MoveOnATimeOfDayThatTheClocksLeaveOut) {
  const auto berlin = Of("Europe/Berlin");
  const Instant half_past_two = Utc(2026, 3, 28, 1, 30);
  EXPECT_EQ(berlin.SameTimeOn(On("2026-03-29"), half_past_two), Utc(2026, 3, 29, 1, 30));  // 3:30
  const auto lord_howe = Of("Australia/Lord_Howe");
  const Instant quarter_past_two = Utc(2026, 10, 2, 15, 45);
  EXPECT_EQ(lord_howe.SameTimeOn(On("2026-10-04"), quarter_past_two), Utc(2026, 10, 3, 15, 45));
}

TEST(ClinicCalendars, TakeTheFirstOfATimeOfDayThatComesTwice) {
  const auto berlin = Of("Europe/Berlin");
  const Instant half_past_two = Utc(2026, 10, 24, 0, 30);
  EXPECT_EQ(berlin.SameTimeOn(On("2026-10-25"), half_past_two), Utc(2026, 10, 25, 0, 30));
  EXPECT_EQ(berlin.SameTimeOn(On("2026-10-26"), half_past_two), Utc(2026, 10, 26, 1, 30));
}

TEST(ClinicCalendars, KnowThatAnEveningInNewYorkIsTheNextDayInUtc) {
  EXPECT_EQ(Of("America/New_York").DayOf(Utc(2026, 7, 2, 1)).Text(), "2026-07-01");
  EXPECT_EQ(ClinicCalendar::Utc().DayOf(Utc(2026, 7, 2, 1)).Text(), "2026-07-02");
}

TEST(ClinicCalendars, TellATimeSoThatItCannotBeMistaken) {
  const auto told = [](const ClinicCalendar& calendar, Instant at) {
    return calendar.TimeWords(at) + " " + calendar.OffsetWords(at);
  };
  EXPECT_EQ(told(ClinicCalendar::Utc(), Utc(2026, 7, 2, 1, 5)), "01:05 UTC");
  EXPECT_EQ(told(Of("Asia/Kolkata"), Utc(2026, 7, 2, 1)), "06:30 UTC+5:30");
  EXPECT_EQ(told(Of("America/St_Johns"), Utc(2026, 1, 2, 1)), "21:30 UTC-3:30");
  // The hour that comes twice.
  EXPECT_EQ(told(Of("America/Los_Angeles"), Utc(2026, 11, 1, 8, 30)), "01:30 UTC-7");
  EXPECT_EQ(told(Of("America/Los_Angeles"), Utc(2026, 11, 1, 9, 30)), "01:30 UTC-8");
}

TEST(ClinicCalendars, BeginADateWhereTheClinicDoes) {
  const auto los_angeles = Of("America/Los_Angeles");
  const Instant evening = Utc(2026, 11, 2, 1);
  const Day date = los_angeles.DateOf(evening);
  EXPECT_EQ(date, Day{std::chrono::year{2026} / 11 / 1});
  EXPECT_EQ(los_angeles.StartOfDate(date), Utc(2026, 11, 1, 7));
}

// 6 pm is no fraction of a day before the same day.
TEST(ClinicCalendars, CountDaysAndDoNotMeasureThem) {
  const auto berlin = Of("Europe/Berlin");
  const LocalDay morning = berlin.DayOf(Utc(2026, 3, 29, 6));
  EXPECT_EQ(morning.DaysUntil(berlin.DayOf(Utc(2026, 3, 29, 16))), 0);
  EXPECT_EQ(morning.DaysUntil(berlin.DayOf(Utc(2026, 3, 29, 22))), 1);  // midnight of the 30th
  EXPECT_EQ(morning.DaysUntil(On("2026-03-22")), -7);
  static_assert(!std::is_convertible_v<Instant, LocalDay>);
  static_assert(!std::is_convertible_v<LocalDay, Instant>);
  static_assert(!std::is_convertible_v<CalendarSpan, Duration>);
  static_assert(!std::is_constructible_v<LocalDay, Day>);
}

TEST(ClinicCalendars, RefuseAZoneThatTheSystemDoesNotHave) {
  for (const char* zone : {"Europe/Atlantis", ""}) {
    const auto made = ClinicCalendar::Make(zone);
    EXPECT_EQ(made.status().code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_NE(made.status().message().find("tzdata"), std::string::npos);
  }
}

TEST(CalendarSpans, OfMonthsEndOnTheLastDayOfAShortMonth) {
  using Unit = CalendarSpan::Unit;
  EXPECT_EQ(Later(On("2026-01-31"), {1, Unit::kMonth}).Text(), "2026-02-28");
  EXPECT_EQ(Later(On("2028-01-31"), {1, Unit::kMonth}).Text(), "2028-02-29");
  EXPECT_EQ(Later(On("2026-11-30"), {3, Unit::kMonth}).Text(), "2027-02-28");
  EXPECT_EQ(Later(On("2026-01-15"), {12, Unit::kMonth}).Text(), "2027-01-15");
  EXPECT_EQ(Later(On("2026-03-25"), {1, Unit::kWeek}).Text(), "2026-04-01");
  EXPECT_EQ(Later(On("2026-12-31"), {1, Unit::kDay}).Text(), "2027-01-01");
}

TEST(LocalDays, AreReadFromOneFormAndFromRealDaysAlone) {
  for (const char* wrong : {"", "2026-3-29", "2026-02-29", "2026-13-01", "29.03.2026", "2026-03-2x",
                            "2026-03-29T09:00"}) {
    EXPECT_FALSE(LocalDay::Parse(wrong).has_value()) << wrong;
  }
  EXPECT_EQ(On("2028-02-29").Text(), "2028-02-29");
  EXPECT_EQ(On("2026-03-09").Words(), "9 March 2026");
}

}  // namespace
}  // namespace midstance::schedule

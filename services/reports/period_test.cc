#include "services/reports/period.h"

#include <gtest/gtest.h>

#include <string>

#include "services/reports/words.h"

namespace midstance::reports {
namespace {

using schedule::ClinicCalendar;

Instant At(int year, unsigned month, unsigned day, int hour) {
  return std::chrono::sys_days{std::chrono::year{year} / std::chrono::month{month} /
                               std::chrono::day{day}} +
         std::chrono::hours{hour};
}

std::string Words(v1::ReportPeriod period, Instant now) {
  const auto calendar = *ClinicCalendar::Make("Europe/Berlin");
  return PeriodWords(calendar, PeriodOf(period, now, calendar));
}

TEST(ReportPeriods, AreWholeDaysOfTheClinicsCalendar) {
  const Instant now = At(2026, 11, 25, 8);  // a Wednesday
  EXPECT_EQ(Words(v1::REPORT_PERIOD_THIS_WEEK, now), "since 23 November 2026");
  EXPECT_EQ(Words(v1::REPORT_PERIOD_LAST_WEEK, now), "16 November 2026 to 22 November 2026");
  EXPECT_EQ(Words(v1::REPORT_PERIOD_THIS_MONTH, now), "since 1 November 2026");
  EXPECT_EQ(Words(v1::REPORT_PERIOD_LAST_MONTH, now), "1 October 2026 to 31 October 2026");
  EXPECT_EQ(Words(v1::REPORT_PERIOD_THIS_QUARTER, now), "since 1 October 2026");
  EXPECT_EQ(Words(v1::REPORT_PERIOD_LAST_QUARTER, now), "1 July 2026 to 30 September 2026");
  EXPECT_EQ(Words(v1::REPORT_PERIOD_THIS_YEAR, now), "since 1 January 2026");
  EXPECT_EQ(Words(v1::REPORT_PERIOD_LAST_YEAR, now), "1 January 2025 to 31 December 2025");
  EXPECT_EQ(Words(v1::REPORT_PERIOD_UNSPECIFIED, now), "not narrowed");
}

TEST(ReportPeriods, BeginAtTheClinicsMidnightAndNotAtThatOfUtc) {
  const auto calendar = *ClinicCalendar::Make("Europe/Berlin");
  // 23:30 of 31 October in UTC is half past midnight of 1 November in Berlin.
  const Instant now = At(2026, 10, 31, 23) + std::chrono::minutes{30};
  const Period october = PeriodOf(v1::REPORT_PERIOD_LAST_MONTH, now, calendar);
  EXPECT_EQ(october.start, At(2026, 9, 30, 22)) << "summer time";
  EXPECT_EQ(october.end, At(2026, 10, 31, 23)) << "winter time";
}

TEST(ReportPeriods, OfAJanuaryReachIntoTheYearBefore) {
  const Instant now = At(2027, 1, 1, 12);
  EXPECT_EQ(Words(v1::REPORT_PERIOD_LAST_MONTH, now), "1 December 2026 to 31 December 2026");
  EXPECT_EQ(Words(v1::REPORT_PERIOD_LAST_QUARTER, now), "1 October 2026 to 31 December 2026");
  EXPECT_EQ(Words(v1::REPORT_PERIOD_LAST_WEEK, now), "21 December 2026 to 27 December 2026");
}

TEST(ReportPeriods, SayTheTimeWhereTheyDoNotBeginWithADay) {
  const auto calendar = *ClinicCalendar::Make("Europe/Berlin");
  EXPECT_EQ(PeriodWords(calendar, {At(2026, 11, 2, 8), At(2026, 11, 3, 8)}),
            "2 November 2026, 09:00 UTC+1 until 3 November 2026, 09:00 UTC+1");
}

}  // namespace
}  // namespace midstance::reports

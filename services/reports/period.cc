#include "services/reports/period.h"

namespace midstance::reports {
namespace {

using schedule::CalendarSpan;
using schedule::LocalDay;

struct Told {
  CalendarSpan length;
  bool last = false;  // not the one that today lies in, but the one before
};

Told ToldBy(v1::ReportPeriod period) {
  constexpr CalendarSpan kWeek{1, CalendarSpan::Unit::kWeek};
  constexpr CalendarSpan kMonth{1, CalendarSpan::Unit::kMonth};
  constexpr CalendarSpan kQuarter{3, CalendarSpan::Unit::kMonth};
  constexpr CalendarSpan kYear{12, CalendarSpan::Unit::kMonth};
  switch (period) {
    case v1::REPORT_PERIOD_THIS_WEEK:
      return {kWeek};
    case v1::REPORT_PERIOD_LAST_WEEK:
      return {kWeek, true};
    case v1::REPORT_PERIOD_THIS_MONTH:
      return {kMonth};
    case v1::REPORT_PERIOD_LAST_MONTH:
      return {kMonth, true};
    case v1::REPORT_PERIOD_THIS_QUARTER:
      return {kQuarter};
    case v1::REPORT_PERIOD_LAST_QUARTER:
      return {kQuarter, true};
    case v1::REPORT_PERIOD_THIS_YEAR:
      return {kYear};
    case v1::REPORT_PERIOD_LAST_YEAR:
      return {kYear, true};
    default:
      return {};
  }
}

// The first day of the week, or of the run of so many months, that the day lies in.
LocalDay BeginOf(LocalDay day, CalendarSpan length) {
  const auto date = day.date();
  if (length.unit == CalendarSpan::Unit::kWeek) return MondayOf(day);
  const unsigned month = static_cast<unsigned>(date.month()) - 1;
  const unsigned first = month - month % static_cast<unsigned>(length.count);
  return LocalDay(
      std::chrono::year_month_day{date.year(), std::chrono::month{first + 1}, std::chrono::day{1}});
}

}  // namespace

LocalDay MondayOf(LocalDay day) {
  const std::chrono::weekday weekday{std::chrono::local_days{day.date()}};
  return day.PlusDays(1 - static_cast<int>(weekday.iso_encoding()));
}

Period PeriodOf(v1::ReportPeriod period, Instant now, const schedule::ClinicCalendar& calendar) {
  const Told told = ToldBy(period);
  if (told.length.count == 0) return {};
  const LocalDay begin = BeginOf(calendar.DayOf(now), told.length);
  if (!told.last) return {.start = calendar.StartOf(begin)};
  CalendarSpan back = told.length;
  back.count = -back.count;
  return {.start = calendar.StartOf(schedule::Later(begin, back)), .end = calendar.StartOf(begin)};
}

}  // namespace midstance::reports

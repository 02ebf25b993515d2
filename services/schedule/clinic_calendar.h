#pragma once

#include <absl/status/statusor.h>
#include <absl/time/time.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "support/time.h"

namespace midstance::schedule {

// A day of the clinic's calendar. No moment, and no Day of UTC: only a ClinicCalendar leads from
// one to the other. Days apart are counted, not measured: between two of them lie 23, 24 or 25
// hours.
class LocalDay {
 public:
  LocalDay() = default;
  explicit LocalDay(std::chrono::year_month_day date) : days_(std::chrono::local_days{date}) {}
  explicit LocalDay(Day) = delete;  // a day of which zone?

  // The day that "YYYY-MM-DD" names; nothing for another form and for a day that no calendar has.
  static std::optional<LocalDay> Parse(std::string_view text);
  // "2026-03-29".
  std::string Text() const;
  // "29 March 2026".
  std::string Words() const;

  std::chrono::year_month_day date() const { return std::chrono::year_month_day{days_}; }
  LocalDay PlusDays(int count) const;
  // How many days later `other` is; negative when it is earlier.
  int DaysUntil(LocalDay other) const { return static_cast<int>((other.days_ - days_).count()); }
  auto operator<=>(const LocalDay&) const = default;

 private:
  std::chrono::local_days days_{};
};

// A length in the calendar. Not an elapsed time.
struct CalendarSpan {
  enum class Unit { kDay, kWeek, kMonth };
  int count = 0;
  Unit unit = Unit::kDay;
};

// `day` and so much later. Of months: the same day of the month, or its last one.
LocalDay Later(LocalDay day, CalendarSpan span);

// Days and times of day in one time zone, with its daylight saving time. Immutable.
class ClinicCalendar {
 public:
  // Of an IANA name like "Europe/Berlin". FAILED_PRECONDITION when the system's time zone data does
  // not have it.
  static absl::StatusOr<ClinicCalendar> Make(std::string_view zone);
  static ClinicCalendar Utc() { return ClinicCalendar(absl::UTCTimeZone()); }

  LocalDay DayOf(Instant at) const;
  // The same day as a bare date, for rules that count days: of this calendar, not of UTC's.
  Day DateOf(Instant at) const { return Day{DayOf(at).date()}; }
  // The time of day, "06:41".
  std::string TimeWords(Instant at) const;
  // What tells the time apart from the same one elsewhere or an hour later: "UTC", "UTC-8",
  // "UTC+5:30".
  std::string OffsetWords(Instant at) const;
  // The first moment of the day: midnight, or what follows at once where midnight is left out.
  Instant StartOf(LocalDay day) const;
  // The same of a day as DateOf tells it.
  Instant StartOfDate(Day date) const {
    return StartOf(LocalDay(std::chrono::year_month_day{date}));
  }
  // The last microsecond of the day.
  Instant EndOf(LocalDay day) const;
  // The time of day of `at`, on another day. A time of day that the day leaves out is moved on by
  // as much as is left out; of one that it has twice the first is taken.
  Instant SameTimeOn(LocalDay day, Instant at) const;

 private:
  explicit ClinicCalendar(absl::TimeZone zone) : zone_(zone) {}

  absl::TimeZone zone_;
};

}  // namespace midstance::schedule

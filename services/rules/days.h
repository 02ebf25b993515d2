#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <limits>

#include "services/schedule/clinic_calendar.h"
#include "support/time.h"

// Days of the clinic's calendar as numbers. They are counted, not measured: from one to the next it
// is 23, 24 or 25 hours.
namespace midstance::rules {

using DayNumber = std::int32_t;
inline constexpr DayNumber kNoDay = std::numeric_limits<DayNumber>::max();

// The same day as a bare date.
inline Day DateOf(DayNumber day) { return Day{std::chrono::days{day}}; }

// Of what lies before the year 1 or after 9999 the nearest day that a calendar can tell.
inline DayNumber DayNumberOf(const schedule::ClinicCalendar& calendar, std::int64_t micros) {
  constexpr Instant kFirst = Day{std::chrono::year{1} / 1 / 1};
  constexpr Instant kLast = Day{std::chrono::year{9999} / 12 / 31};
  const Instant at = std::clamp(FromMicros(micros), kFirst, kLast);
  return static_cast<DayNumber>(calendar.DateOf(at).time_since_epoch().count());
}

// Microseconds, and the day that they are of.
struct Moment {
  std::int64_t at = std::numeric_limits<std::int64_t>::max();
  DayNumber day = kNoDay;
};

inline Moment MomentOf(const schedule::ClinicCalendar& calendar, std::int64_t micros) {
  return {micros, DayNumberOf(calendar, micros)};
}

// The first moments of days, of which the same few are asked for again and again.
class DayStarts {
 public:
  explicit DayStarts(const schedule::ClinicCalendar& calendar) : calendar_(calendar) {}

  // Never for kNoDay.
  Moment Of(DayNumber day) {
    if (day == kNoDay) return {};
    Known& known = known_[static_cast<std::uint32_t>(day) % known_.size()];
    if (known.day != day) {
      known = {day, MomentOf(calendar_, MicrosOf(calendar_.StartOfDate(DateOf(day))))};
    }
    return known.start;
  }

  // The same of a day after that of `moment`. Where a clock is set back over midnight, the day's
  // first moment may have been before: then that of the next day.
  Moment After(const Moment& moment, DayNumber day) {
    const Moment start = Of(day);
    return start.at > moment.at ? start : Of(day + 1);
  }

 private:
  struct Known {
    DayNumber day = kNoDay;
    Moment start = {};
  };

  const schedule::ClinicCalendar& calendar_;
  std::array<Known, 32> known_;
};

}  // namespace midstance::rules

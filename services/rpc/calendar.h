#pragma once

#include <chrono>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

#include "support/time.h"

namespace midstance::rpc {

// The day that "YYYY-MM-DD" names; nothing for another form and for a day that no calendar has.
inline std::optional<Day> ParseDay(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto number = [&](std::size_t first, std::size_t count) {
    int value = 0;
    for (const char digit : text.substr(first, count)) {
      if (digit < '0' || digit > '9') return -1;
      value = value * 10 + (digit - '0');
    }
    return value;
  };
  const int year = number(0, 4), month = number(5, 2), day = number(8, 2);
  if (year < 0 || month < 0 || day < 0) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  return Day{date};
}

// "2026-03-27": what ParseDay reads.
inline std::string DayText(Day day) {
  const std::chrono::year_month_day date{day};
  char text[16];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text;
}

// How many birthdays lie after the one day and up to the other, which is not before it. Who was
// born on 29 February has it on 1 March of other years.
inline int WholeYears(Day from, Day to) {
  const std::chrono::year_month_day born{from};
  const std::chrono::year_month_day today{to};
  const int years = static_cast<int>(today.year()) - static_cast<int>(born.year());
  const bool before =
      today.month() < born.month() || (today.month() == born.month() && today.day() < born.day());
  return before ? years - 1 : years;
}

// The latest day that is today somewhere on Earth: callers' clocks run up to 14 hours ahead of UTC.
inline Day LatestToday(Instant now) { return DayOf(now + std::chrono::hours{14}); }

}  // namespace midstance::rpc

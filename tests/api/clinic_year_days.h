#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "services/schedule/clinic_calendar.h"
#include "support/time.h"

// Days of Berlin in 2026, reckoned without the server's calendar, and chance from a seed.
namespace midstance::testing {

using BerlinDay = std::chrono::local_days;
using std::chrono::days;

inline constexpr BerlinDay BerlinDate(int year, unsigned month, unsigned day) {
  return BerlinDay{std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day)};
}
inline constexpr BerlinDay kFirstDayOfYear = BerlinDate(2026, 1, 5);
// Days of 23 and of 25 hours; summer time lies between them.
inline constexpr BerlinDay kClocksForward = BerlinDate(2026, 3, 29);
inline constexpr BerlinDay kClocksBack = BerlinDate(2026, 10, 25);

inline Instant StartOfBerlin(BerlinDay day) {
  const bool summer = day > kClocksForward && day <= kClocksBack;
  return Instant(Day(day.time_since_epoch())) - std::chrono::hours{summer ? 2 : 1};
}
inline Instant EndOfBerlin(BerlinDay day) { return StartOfBerlin(day + days{1}) - Duration{1}; }
inline BerlinDay BerlinDayOf(Instant at) {
  auto day = BerlinDay(std::chrono::floor<days>(at).time_since_epoch());
  while (StartOfBerlin(day + days{1}) <= at) day += days{1};
  return day;
}
inline std::string TextOf(BerlinDay day) {
  return schedule::LocalDay(std::chrono::year_month_day(day)).Text();
}

// SplitMix64: the same numbers on every machine.
class YearRandom {
 public:
  explicit YearRandom(std::uint64_t seed) : state_(seed) {}
  std::uint64_t Next() {
    state_ += 0x9E3779B97F4A7C15U;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
    return mixed ^ (mixed >> 31U);
  }
  // Both included.
  int Between(int least, int most) {
    return least + static_cast<int>(Next() % static_cast<std::uint64_t>(most - least + 1));
  }
  bool Percent(int chance) { return Between(1, 100) <= chance; }

 private:
  std::uint64_t state_;
};

}  // namespace midstance::testing

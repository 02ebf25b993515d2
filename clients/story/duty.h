#pragma once

#include <chrono>

#include "support/time.h"

namespace midstance::story {

// The sample clinic sees patients on Mondays and Thursdays from four o'clock, UTC: the first such
// time at or after `from`, `offset` after four.
inline Instant NextDuty(Instant from, std::chrono::minutes offset) {
  for (Day day = DayOf(from);; day += std::chrono::days{1}) {
    const std::chrono::weekday weekday{day};
    const Instant duty = Instant(day) + std::chrono::hours{16} + offset;
    if ((weekday == std::chrono::Monday || weekday == std::chrono::Thursday) && duty >= from) {
      return duty;
    }
  }
}

}  // namespace midstance::story

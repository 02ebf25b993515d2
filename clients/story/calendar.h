#pragma once

#include "support/time.h"

namespace midstance::story {

// A time of the story's November.
inline Instant November(unsigned day, int hour, int minute = 0) {
  const std::chrono::year_month_day date{std::chrono::year{2026}, std::chrono::November,
                                         std::chrono::day{day}};
  return Instant(std::chrono::sys_days{date}) + std::chrono::hours{hour} +
         std::chrono::minutes{minute};
}

}  // namespace midstance::story

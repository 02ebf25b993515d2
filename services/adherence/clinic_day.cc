#include "services/adherence/clinic_day.h"

#include <algorithm>
#include <cstdio>

namespace midstance::adherence {

std::string DayText(Day day) {
  const std::chrono::year_month_day date{day};
  char text[16];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text;
}

Days Overlap(const Days& one, const Days& other) {
  return {std::max(one.first, other.first), std::min(one.last, other.last)};
}

}  // namespace midstance::adherence

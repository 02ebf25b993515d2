#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "services/rpc/calendar.h"
#include "services/schedule/clinic_calendar.h"
#include "support/time.h"

// Days are those of the clinic's calendar: an instant becomes one by ClinicCalendar::DateOf alone.
namespace midstance::adherence {

using rpc::DayText;

// Days of both ends and between them; none when the last lies before the first.
struct Days {
  Day first;
  Day last;

  bool Has(Day day) const { return day >= first && day <= last; }
  bool empty() const { return last < first; }
  int size() const { return empty() ? 0 : static_cast<int>((last - first).count()) + 1; }
};

// What both have.
Days Overlap(const Days& one, const Days& other);

}  // namespace midstance::adherence

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "services/rpc/calendar.h"
#include "support/time.h"

namespace midstance::adherence {

// The day of the clinic's calendar that an instant belongs to. Like everywhere in the server, days
// are those of UTC; whoever gives clinics a time zone changes this function.
inline Day ClinicDay(Instant at) { return DayOf(at); }

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

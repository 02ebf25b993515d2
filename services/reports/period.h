#pragma once

#include "midstance/v1/report.pb.h"
#include "services/schedule/clinic_calendar.h"
#include "support/time.h"

namespace midstance::reports {

// From `start` on and before `end`. The least and the greatest Instant: it is open there.
struct Period {
  Instant start = Instant::min();
  Instant end = Instant::max();
};

// What a period told by its distance from today is, in days of the clinic. One that has begun has
// no end. Not of REPORT_PERIOD_UNSPECIFIED, which is open on both sides.
Period PeriodOf(v1::ReportPeriod period, Instant now, const schedule::ClinicCalendar& calendar);

// The first day of the day's week.
schedule::LocalDay MondayOf(schedule::LocalDay day);

}  // namespace midstance::reports

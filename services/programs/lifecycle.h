#pragma once

#include <absl/status/status.h>

#include <string>

#include "midstance/v1/enrollment.pb.h"
#include "services/schedule/clinic_calendar.h"
#include "support/time.h"

// How a home program moves.
//   hold       ACTIVE           -> ON_HOLD
//   resume     ON_HOLD          -> ACTIVE
//   complete   ACTIVE, ON_HOLD  -> COMPLETED
//   stop       ACTIVE, ON_HOLD  -> STOPPED
namespace midstance::programs {

// Changes state, state_reason and state_time; STATE_FORBIDS when the move is not legal. A pause
// that ends is excused from its first day to the day before; what ends has a last day. Days are the
// clinic's.
absl::Status Move(v1::Enrollment& enrollment, v1::Enrollment::State to, const std::string& reason,
                  Instant now, const schedule::ClinicCalendar& calendar);

// Excuses the days from `first` to `last` that are not excused already; none when `last` is before
// `first`.
void ExcuseSpan(v1::Enrollment& enrollment, Day first, Day last, const std::string& reason);

// Whether any day from `first` to `last` is excused already.
bool IsExcused(const v1::Enrollment& enrollment, Day first, Day last);

}  // namespace midstance::programs

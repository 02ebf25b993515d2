#pragma once

#include <absl/status/status.h>

#include "midstance/v1/case.pb.h"
#include "services/rpc/call.h"
#include "services/schedule/clinic_calendar.h"
#include "storage/store.h"

namespace midstance::programs {

// Stops the home program of a case that has ended. It is not completed by that: whether it was done
// to its end is said by who completes it before.
struct EndWithCase {
  const schedule::ClinicCalendar& calendar;

  absl::Status operator()(const rpc::Call& call, storage::Writer& writer,
                          const v1::Case& ended) const;
};

}  // namespace midstance::programs

#pragma once

#include <absl/status/statusor.h>

#include <vector>

#include "midstance/v1/case.pb.h"
#include "services/measures/library.h"
#include "services/rules/timeline.h"
#include "services/schedule/clinic_calendar.h"
#include "storage/store.h"

namespace midstance::progress {

// What the course of a case tells the rules at `now` without anybody reporting it:
//
// - how late the next check-in is, named by the last one, or by the case while there is none: one
//   is expected `check_in_every_days` after the last, of a case that is in its program, and while a
//   flag that asks for a doctor is open of any other whose runner has checked in, or was asked to.
//   Nothing while it is not late;
// - of a home program with a day behind it, named by its first enrollment: for how many days it has
//   run, how much of it was done, and whether an outcome got better by what matters. Where no
//   outcome can be compared, nobody knows.
absl::StatusOr<std::vector<rules::Report>> CourseFacts(const storage::Reader& reader,
                                                       const measures::Library& library,
                                                       const schedule::ClinicCalendar& calendar,
                                                       const v1::Case& a_case, Instant now,
                                                       int check_in_every_days);

}  // namespace midstance::progress

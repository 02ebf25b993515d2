#pragma once

#include <absl/status/statusor.h>

#include <vector>

#include "midstance/config/v1/follow_up_schedule.pb.h"
#include "services/followups/course.h"
#include "services/rpc/call.h"

namespace midstance::followups {

// Moves what is pending of a row that counts treatment days to the day on which it became due by
// them, when that is earlier than it is due now; never later. Of the rows of `kinds`; empty: all.
// Answers with what moved.
absl::StatusOr<std::vector<v1::FollowUp>> BringReportsForward(
    const rpc::Call& call, const schedule::ClinicCalendar& calendar,
    const config::v1::FollowUpSchedule& schedule, const Course& course,
    const std::vector<v1::FollowUp::Kind>& kinds, storage::Writer& writer);

// Does the schedule of these kinds have the row?
bool Wanted(const config::v1::ScheduleRow& row, const std::vector<v1::FollowUp::Kind>& kinds);

}  // namespace midstance::followups

#pragma once

#include <absl/status/statusor.h>

#include <string_view>

#include "midstance/config/v1/follow_up_schedule.pb.h"

namespace midstance::followups {

// schedule.textproto, which is part of the program: no file is read.
std::string_view ScheduleText();

// The table, its days filled in from the rules of an episode. FAILED_PRECONDITION with everything
// that is wrong with it: rows without id, title, kind or anchor, without a rule that has days, with
// days of their own, two rows of one id.
absl::StatusOr<config::v1::FollowUpSchedule> ParseSchedule(std::string_view text);
absl::StatusOr<config::v1::FollowUpSchedule> ShippedSchedule();

}  // namespace midstance::followups

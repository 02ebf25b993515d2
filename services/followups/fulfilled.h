#pragma once

#include <absl/status/status.h>

#include "midstance/config/v1/follow_up_schedule.pb.h"
#include "services/followups/course.h"
#include "services/rpc/call.h"

namespace midstance::followups {

// Completes `follow_up`, which is of the row and to be done, when the records of the course fulfil
// it.
void CompleteByRecords(const config::v1::ScheduleRow& row, const Course& course, Instant now,
                       v1::FollowUp& follow_up);

// For the verbs that record: what the schedule planned follows the records in the same commit.
struct Fulfiller {
  const schedule::ClinicCalendar& calendar;
  const config::v1::FollowUpSchedule& schedule;

  // Completes what the case's records fulfil after the change. What records completed that no
  // longer count is completed by others, or is to be done again; of an ended case it is cancelled.
  absl::Status Follow(const rpc::Call& call, storage::Writer& writer, const v1::Case& of,
                      const RecordsChange& change) const;
};

}  // namespace midstance::followups

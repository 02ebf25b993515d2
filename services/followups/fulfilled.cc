#include "services/followups/fulfilled.h"

#include <algorithm>
#include <string>
#include <utility>

#include "services/cases/lifecycle.h"
#include "services/followups/due.h"
#include "services/followups/progress.h"
#include "services/followups/schedule_plan.h"
#include "services/followups/state.h"
#include "storage/tables/all.h"
#include "support/status.h"

namespace midstance::followups {
namespace {

constexpr char kNoLongerFulfilled[] = "The records that fulfilled it no longer count";

bool Counts(const Course& course, const std::string& record) {
  return std::any_of(course.records.begin(), course.records.end(),
                     [&](const Recorded& one) { return one.name == record; });
}

bool LostItsRecords(const v1::FollowUp& follow_up, const Course& course) {
  const auto& records = follow_up.fulfilled_by();
  return std::any_of(records.begin(), records.end(),
                     [&](const std::string& record) { return !Counts(course, record); });
}

void ToBeDoneAgain(v1::FollowUp& follow_up) {
  follow_up.set_state(v1::FollowUp::STATE_SCHEDULED);
  follow_up.set_change_reason(kNoLongerFulfilled);
  follow_up.clear_end_time();
  follow_up.clear_done_time();
  follow_up.clear_fulfilled_by();
}

}  // namespace

void CompleteByRecords(const config::v1::ScheduleRow& row, const Course& course, Instant now,
                       v1::FollowUp& follow_up) {
  const auto fulfilment = FulfilmentOf(row, course);
  if (!fulfilment.has_value()) return;
  End(v1::FollowUp::STATE_COMPLETED, now, follow_up);
  *follow_up.mutable_done_time() = TimestampOf(fulfilment->done);
  for (const auto& record : fulfilment->records) follow_up.add_fulfilled_by(record);
}

absl::Status Fulfiller::Follow(const rpc::Call& call, storage::Writer& writer, const v1::Case& of,
                               const RecordsChange& change) const {
  MIDSTANCE_ASSIGN_OR_RETURN(auto course, CourseOf(writer, calendar, of, change));
  bool treated = false;
  for (const auto& row : schedule.rows()) {
    for (auto& follow_up : course.follow_ups) {
      if (follow_up.schedule_row() != row.id()) continue;
      const bool lost = LostItsRecords(follow_up, course);
      if (lost) ToBeDoneAgain(follow_up);
      if (follow_up.state() != v1::FollowUp::STATE_SCHEDULED) continue;
      CompleteByRecords(row, course, call.now, follow_up);
      const bool done = follow_up.state() == v1::FollowUp::STATE_COMPLETED;
      if (!done && !lost) continue;
      if (done) {
        treated = treated || IsTreatment(follow_up);
      } else if (cases::Ended(of)) {
        End(v1::FollowUp::STATE_CANCELLED, call.now, follow_up);
      } else {
        PlanReminder(calendar, call.now, follow_up);
      }
      MIDSTANCE_RETURN_IF_ERROR(writer.Update(follow_up, call.now));
    }
  }
  if (!treated) return absl::OkStatus();
  return BringReportsForward(call, calendar, schedule, course, {}, writer).status();
}

}  // namespace midstance::followups

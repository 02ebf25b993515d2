#include "services/followups/progress.h"

#include <algorithm>
#include <string>

#include "services/followups/due.h"
#include "services/followups/schedule_plan.h"
#include "storage/tables/all.h"
#include "support/status.h"

namespace midstance::followups {

bool Wanted(const config::v1::ScheduleRow& row, const std::vector<v1::FollowUp::Kind>& kinds) {
  return kinds.empty() || std::find(kinds.begin(), kinds.end(), row.kind()) != kinds.end();
}

absl::StatusOr<std::vector<v1::FollowUp>> BringReportsForward(
    const rpc::Call& call, const schedule::ClinicCalendar& calendar,
    const config::v1::FollowUpSchedule& schedule, const Course& course,
    const std::vector<v1::FollowUp::Kind>& kinds, storage::Writer& writer) {
  std::vector<v1::FollowUp> moved;
  for (const auto& row : schedule.rows()) {
    const auto day = DueByTreatment(calendar, row, course);
    if (!day.has_value() || !Wanted(row, kinds)) continue;
    for (v1::FollowUp pending : course.follow_ups) {
      const bool open = pending.state() == v1::FollowUp::STATE_SCHEDULED;
      if (!open || pending.schedule_row() != row.id()) continue;
      if (calendar.DayOf(InstantOf(pending.due_time())) <= *day) continue;
      SetDueDay(calendar, *day, pending);
      pending.set_change_reason("Treatment day " + std::to_string(row.treatment_days()) +
                                " since the last one");
      PlanReminder(calendar, call.now, pending);
      MIDSTANCE_RETURN_IF_ERROR(writer.Update(pending, call.now));
      moved.push_back(std::move(pending));
    }
  }
  return moved;
}

}  // namespace midstance::followups

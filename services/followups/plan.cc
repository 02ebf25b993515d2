#include "services/followups/plan.h"

#include <utility>

#include "services/followups/checks.h"
#include "services/followups/due.h"
#include "services/followups/series.h"
#include "storage/tables/all.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::followups {

absl::StatusOr<v1::FollowUp> Plan(const rpc::Call& call, const schedule::ClinicCalendar& calendar,
                                  const v1::Case& of, v1::FollowUp to_do, storage::Writer& writer) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto parent, ResourceName::Parse(of.name()));
  to_do.set_name(ChildName(parent, Kind::kFollowUp, call.NewId()).str());
  to_do.set_state(v1::FollowUp::STATE_SCHEDULED);
  if (to_do.assignee().empty()) to_do.set_assignee(call.principal.name);
  google::rpc::BadRequest violations;
  SetDue(calendar, "follow_up.", to_do, violations);
  MIDSTANCE_RETURN_IF_ERROR(
      CheckFollowUp(writer, calendar, to_do, v1::FollowUp(), std::move(violations)));
  BeginSeries(to_do);
  PlanReminder(calendar, call.now, to_do);
  MIDSTANCE_RETURN_IF_ERROR(writer.Insert(to_do, call.now));
  return to_do;
}

}  // namespace midstance::followups

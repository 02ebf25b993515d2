#include <utility>

#include "midstance/v1/follow_up_service.pb.h"
#include "services/cases/lifecycle.h"
#include "services/cases/live.h"
#include "services/followups/checks.h"
#include "services/followups/due.h"
#include "services/followups/series.h"
#include "services/followups/state.h"
#include "services/followups/verbs.h"
#include "storage/tables/all.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::followups {

absl::StatusOr<v1::FollowUp> CreateFollowUp::operator()(
    const rpc::Call& call, storage::Writer& writer,
    const v1::CreateFollowUpRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto of, cases::LiveCase(writer, request.parent()));
  MIDSTANCE_RETURN_IF_ERROR(cases::NotEnded(of));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto parent, ResourceName::Parse(of.name()));
  v1::FollowUp created = request.follow_up();
  created.set_name(ChildName(parent, Kind::kFollowUp, call.NewId()).str());
  created.set_state(v1::FollowUp::STATE_SCHEDULED);
  if (created.assignee().empty()) created.set_assignee(call.principal.name);
  google::rpc::BadRequest violations;
  SetDue(calendar, "follow_up.", created, violations);
  MIDSTANCE_RETURN_IF_ERROR(
      CheckFollowUp(writer, calendar, created, v1::FollowUp(), std::move(violations)));
  BeginSeries(created);
  PlanReminder(calendar, call.now, created);
  MIDSTANCE_RETURN_IF_ERROR(writer.Insert(created, call.now));
  return AsOf(std::move(created), call.now);
}

}  // namespace midstance::followups

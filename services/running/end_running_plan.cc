#include "midstance/v1/running_service.pb.h"
#include "services/running/checks.h"
#include "services/running/verbs.h"
#include "storage/tables/all.h"
#include "support/status.h"

namespace midstance::running {

absl::StatusOr<v1::RunningPlan> EndRunningPlan(const rpc::Call& call, storage::Writer& writer,
                                               const v1::EndRunningPlanRequest& request) {
  MIDSTANCE_ASSIGN_OR_RETURN(auto plan, OpenPlan(writer, request.name(), request.etag()));
  if (request.completed() && plan.state() == v1::RunningPlan::STATE_STOPPED)
    return ForbiddenFor(plan, "a stopped plan did not lead back to running");
  plan.set_state(request.completed() ? v1::RunningPlan::STATE_COMPLETED
                                     : v1::RunningPlan::STATE_ENDED);
  plan.set_end_reason(request.reason());
  *plan.mutable_end_time() = TimestampOf(call.now);
  plan.set_ended_by(call.principal.name);
  MIDSTANCE_RETURN_IF_ERROR(writer.Update(plan, call.now));
  return plan;
}

}  // namespace midstance::running

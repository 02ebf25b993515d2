#include "midstance/v1/follow_up_service.pb.h"
#include "services/followups/checks.h"
#include "services/followups/due.h"
#include "services/followups/series.h"
#include "services/followups/state.h"
#include "services/followups/verbs.h"
#include "storage/tables/all.h"
#include "support/status.h"

namespace midstance::followups {

absl::StatusOr<v1::FollowUp> RescheduleFollowUp::operator()(
    const rpc::Call& call, storage::Writer& writer,
    const v1::RescheduleFollowUpRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(auto follow_up,
                             Pending(writer, request.name(), request.etag(), "etag"));
  follow_up.clear_due_time();
  if (request.has_due_time()) *follow_up.mutable_due_time() = request.due_time();
  follow_up.set_due_date(request.due_date());
  google::rpc::BadRequest violations;
  SetDue(calendar, "", follow_up, violations);
  MIDSTANCE_RETURN_IF_ERROR(FieldsInvalid(violations));
  follow_up.set_change_reason(request.reason());
  if (request.scope() == v1::SERIES_SCOPE_WHOLE_SERIES) MoveSeries(follow_up);
  PlanReminder(calendar, call.now, follow_up);
  MIDSTANCE_RETURN_IF_ERROR(writer.Update(follow_up, call.now));
  return AsOf(std::move(follow_up), call.now);
}

}  // namespace midstance::followups

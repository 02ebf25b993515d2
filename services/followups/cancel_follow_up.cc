#include "midstance/v1/follow_up_service.pb.h"
#include "services/followups/checks.h"
#include "services/followups/series.h"
#include "services/followups/state.h"
#include "services/followups/verbs.h"
#include "storage/tables/all.h"
#include "support/status.h"

namespace midstance::followups {

absl::StatusOr<v1::FollowUp> CancelFollowUp::operator()(
    const rpc::Call& call, storage::Writer& writer,
    const v1::CancelFollowUpRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(auto follow_up,
                             Pending(writer, request.name(), request.etag(), "etag"));
  End(v1::FollowUp::STATE_CANCELLED, call.now, follow_up);
  follow_up.set_change_reason(request.reason());
  if (request.scope() != v1::SERIES_SCOPE_WHOLE_SERIES) {
    MIDSTANCE_RETURN_IF_ERROR(PlanNext(call, calendar, Ended::kLeftOut, writer, follow_up));
  }
  MIDSTANCE_RETURN_IF_ERROR(writer.Update(follow_up, call.now));
  return AsOf(std::move(follow_up), call.now);
}

}  // namespace midstance::followups

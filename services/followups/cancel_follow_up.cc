#include "midstance/v1/follow_up_service.pb.h"
#include "services/followups/checks.h"
#include "services/followups/state.h"
#include "services/followups/verbs.h"
#include "storage/tables/all.h"
#include "support/status.h"

namespace midstance::followups {

absl::StatusOr<v1::FollowUp> CancelFollowUp(const rpc::Call& call, storage::Writer& writer,
                                            const v1::CancelFollowUpRequest& request) {
  MIDSTANCE_ASSIGN_OR_RETURN(auto follow_up,
                             Pending(writer, request.name(), request.etag(), "etag"));
  follow_up.set_state(v1::FollowUp::STATE_CANCELLED);
  follow_up.set_change_reason(request.reason());
  *follow_up.mutable_end_time() = TimestampOf(call.now);
  MIDSTANCE_RETURN_IF_ERROR(writer.Update(follow_up, call.now));
  return AsOf(std::move(follow_up), call.now);
}

}  // namespace midstance::followups

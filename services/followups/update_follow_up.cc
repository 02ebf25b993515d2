#include "midstance/v1/follow_up_service.pb.h"
#include "services/followups/checks.h"
#include "services/followups/due.h"
#include "services/followups/series.h"
#include "services/followups/state.h"
#include "services/followups/verbs.h"
#include "storage/tables/all.h"
#include "support/field_mask.h"
#include "support/status.h"

namespace midstance::followups {

absl::StatusOr<v1::FollowUp> UpdateFollowUp::operator()(
    const rpc::Call& call, storage::Writer& writer,
    const v1::UpdateFollowUpRequest& request) const {
  const auto& wanted = request.follow_up();
  MIDSTANCE_ASSIGN_OR_RETURN(const auto before,
                             Pending(writer, wanted.name(), wanted.etag(), "follow_up.etag"));
  v1::FollowUp changed = before;
  MIDSTANCE_RETURN_IF_ERROR(ApplyMask(request.update_mask(), wanted, changed));
  MIDSTANCE_RETURN_IF_ERROR(CheckFollowUp(writer, calendar, changed, before, {}));
  BeginSeries(changed);
  PlanReminder(calendar, call.now, changed);
  MIDSTANCE_RETURN_IF_ERROR(writer.Update(changed, call.now));
  return AsOf(std::move(changed), call.now);
}

}  // namespace midstance::followups

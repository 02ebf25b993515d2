#include <utility>

#include "midstance/v1/follow_up_service.pb.h"
#include "services/cases/lifecycle.h"
#include "services/cases/live.h"
#include "services/followups/plan.h"
#include "services/followups/state.h"
#include "services/followups/verbs.h"
#include "support/status.h"

namespace midstance::followups {

absl::StatusOr<v1::FollowUp> CreateFollowUp::operator()(
    const rpc::Call& call, storage::Writer& writer,
    const v1::CreateFollowUpRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto of, cases::LiveCase(writer, request.parent()));
  MIDSTANCE_RETURN_IF_ERROR(cases::NotEnded(of));
  MIDSTANCE_ASSIGN_OR_RETURN(auto created, Plan(call, calendar, of, request.follow_up(), writer));
  return AsOf(std::move(created), call.now);
}

}  // namespace midstance::followups

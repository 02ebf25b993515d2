#include "midstance/v1/follow_up_service.pb.h"
#include "services/followups/state.h"
#include "services/followups/verbs.h"
#include "storage/tables/all.h"
#include "support/status.h"

namespace midstance::followups {

absl::StatusOr<v1::FollowUp> GetFollowUp(const rpc::Call& call, const storage::Reader& reader,
                                         const v1::GetFollowUpRequest& request) {
  MIDSTANCE_ASSIGN_OR_RETURN(auto found, reader.Get<v1::FollowUp>(request.name()));
  return AsOf(std::move(found), call.now);
}

}  // namespace midstance::followups

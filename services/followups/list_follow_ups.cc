#include "midstance/v1/follow_up_service.pb.h"
#include "services/followups/state.h"
#include "services/followups/verbs.h"
#include "services/rpc/paging.h"

namespace midstance::followups {

absl::StatusOr<v1::ListFollowUpsResponse> ListFollowUps::operator()(
    const rpc::Call& call, const storage::Reader& reader,
    const v1::ListFollowUpsRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(auto query,
                             rpc::QueryUnder(call, reader, request.parent(), Kind::kFollowUp));
  MIDSTANCE_ASSIGN_OR_RETURN(
      auto page, rpc::PagedList<v1::FollowUp>(call, reader, sealer, rpc::AskedBy(request),
                                              "due_time", std::move(query)));
  v1::ListFollowUpsResponse response;
  for (auto& item : page.items) *response.add_follow_ups() = AsOf(std::move(item), call.now);
  response.set_next_page_token(std::move(page.next_page_token));
  return response;
}

}  // namespace midstance::followups

#include "midstance/v1/running_service.pb.h"
#include "services/rpc/paging.h"
#include "services/running/verbs.h"

namespace midstance::running {

absl::StatusOr<v1::ListRunningPlansResponse> ListRunningPlans::operator()(
    const rpc::Call& call, const storage::Reader& reader,
    const v1::ListRunningPlansRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(auto query,
                             rpc::QueryUnder(call, reader, request.parent(), Kind::kRunningPlan));
  MIDSTANCE_ASSIGN_OR_RETURN(
      auto page, rpc::PagedList<v1::RunningPlan>(call, reader, sealer, rpc::AskedBy(request),
                                                 "create_time desc", std::move(query)));
  v1::ListRunningPlansResponse response;
  for (auto& item : page.items) *response.add_running_plans() = std::move(item);
  response.set_next_page_token(std::move(page.next_page_token));
  return response;
}

}  // namespace midstance::running

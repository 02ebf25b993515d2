#include "midstance/v1/escalation_service.pb.h"
#include "services/escalations/verbs.h"
#include "services/rpc/paging.h"

namespace midstance::escalations {

absl::StatusOr<v1::ListEscalationsResponse> ListEscalations::operator()(
    const rpc::Call& call, const storage::Reader& reader,
    const v1::ListEscalationsRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(auto query,
                             rpc::QueryUnder(call, reader, request.parent(), Kind::kEscalation));
  MIDSTANCE_ASSIGN_OR_RETURN(
      auto page, rpc::PagedList<v1::Escalation>(call, reader, sealer, rpc::AskedBy(request),
                                                "urgency desc, due_time", std::move(query)));
  v1::ListEscalationsResponse response;
  for (auto& escalation : page.items) *response.add_escalations() = std::move(escalation);
  response.set_next_page_token(std::move(page.next_page_token));
  return response;
}

}  // namespace midstance::escalations

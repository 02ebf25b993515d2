#include "midstance/v1/outcome_service.pb.h"
#include "services/outcomes/verbs.h"
#include "services/rpc/paging.h"

namespace midstance::outcomes {

absl::StatusOr<v1::ListOutcomeScoresResponse> ListOutcomeScores::operator()(
    const rpc::Call& call, const storage::Reader& reader,
    const v1::ListOutcomeScoresRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(auto query,
                             rpc::QueryUnder(call, reader, request.parent(), Kind::kOutcomeScore));
  MIDSTANCE_ASSIGN_OR_RETURN(
      auto page, rpc::PagedList<v1::OutcomeScore>(call, reader, sealer, rpc::AskedBy(request),
                                                  "occurred_time desc", std::move(query)));
  v1::ListOutcomeScoresResponse response;
  for (auto& record : page.items) *response.add_outcome_scores() = std::move(record);
  response.set_next_page_token(std::move(page.next_page_token));
  return response;
}

}  // namespace midstance::outcomes

#include "midstance/v1/assessment_service.pb.h"
#include "services/assessments/verbs.h"
#include "services/rpc/paging.h"

namespace midstance::assessments {

absl::StatusOr<v1::ListAssessmentsResponse> ListAssessments::operator()(
    const rpc::Call& call, const storage::Reader& reader,
    const v1::ListAssessmentsRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(auto query,
                             rpc::QueryUnder(call, reader, request.parent(), Kind::kAssessment));
  MIDSTANCE_ASSIGN_OR_RETURN(
      auto page, rpc::PagedList<v1::Assessment>(call, reader, sealer, rpc::AskedBy(request),
                                                "occurred_time desc", std::move(query)));
  v1::ListAssessmentsResponse response;
  for (auto& assessment : page.items) *response.add_assessments() = std::move(assessment);
  response.set_next_page_token(std::move(page.next_page_token));
  return response;
}

}  // namespace midstance::assessments

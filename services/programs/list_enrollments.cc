#include "midstance/v1/program_service.pb.h"
#include "services/programs/verbs.h"
#include "services/rpc/paging.h"

namespace midstance::programs {

absl::StatusOr<v1::ListEnrollmentsResponse> ListEnrollments::operator()(
    const rpc::Call& call, const storage::Reader& reader,
    const v1::ListEnrollmentsRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(auto query,
                             rpc::QueryUnder(call, reader, request.parent(), Kind::kEnrollment));
  MIDSTANCE_ASSIGN_OR_RETURN(
      auto page, rpc::PagedList<v1::Enrollment>(call, reader, sealer, rpc::AskedBy(request),
                                                "start_date desc", std::move(query)));
  v1::ListEnrollmentsResponse response;
  for (auto& item : page.items) *response.add_enrollments() = std::move(item);
  response.set_next_page_token(std::move(page.next_page_token));
  return response;
}

}  // namespace midstance::programs

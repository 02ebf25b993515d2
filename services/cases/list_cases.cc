#include "midstance/v1/case_service.pb.h"
#include "services/cases/verbs.h"
#include "services/rpc/paging.h"

namespace midstance::cases {

absl::StatusOr<v1::ListCasesResponse> ListCases::operator()(
    const rpc::Call& call, const storage::Reader& reader,
    const v1::ListCasesRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(auto query,
                             rpc::QueryUnder(call, reader, request.parent(), Kind::kCase));
  MIDSTANCE_ASSIGN_OR_RETURN(auto page,
                             rpc::PagedList<v1::Case>(call, reader, sealer, rpc::AskedBy(request),
                                                      "update_time desc", std::move(query)));
  v1::ListCasesResponse response;
  for (auto& item : page.items) *response.add_cases() = std::move(item);
  response.set_next_page_token(std::move(page.next_page_token));
  return response;
}

}  // namespace midstance::cases

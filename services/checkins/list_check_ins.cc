#include "midstance/v1/check_in_service.pb.h"
#include "services/checkins/verbs.h"
#include "services/rpc/paging.h"

namespace midstance::checkins {

absl::StatusOr<v1::ListCheckInsResponse> ListCheckIns::operator()(
    const rpc::Call& call, const storage::Reader& reader,
    const v1::ListCheckInsRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(auto query,
                             rpc::QueryUnder(call, reader, request.parent(), Kind::kCheckIn));
  MIDSTANCE_ASSIGN_OR_RETURN(
      auto page, rpc::PagedList<v1::CheckIn>(call, reader, sealer, rpc::AskedBy(request),
                                             "occurred_time desc", std::move(query)));
  v1::ListCheckInsResponse response;
  for (auto& check_in : page.items) *response.add_check_ins() = std::move(check_in);
  response.set_next_page_token(std::move(page.next_page_token));
  return response;
}

}  // namespace midstance::checkins

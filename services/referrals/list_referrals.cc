#include "midstance/v1/referral_service.pb.h"
#include "services/referrals/verbs.h"
#include "services/rpc/paging.h"

namespace midstance::referrals {

absl::StatusOr<v1::ListReferralsResponse> ListReferrals::operator()(
    const rpc::Call& call, const storage::Reader& reader,
    const v1::ListReferralsRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(auto query,
                             rpc::QueryUnder(call, reader, request.parent(), Kind::kReferral));
  MIDSTANCE_ASSIGN_OR_RETURN(
      auto page, rpc::PagedList<v1::Referral>(call, reader, sealer, rpc::AskedBy(request),
                                              "update_time desc", std::move(query)));
  v1::ListReferralsResponse response;
  for (auto& referral : page.items) *response.add_referrals() = std::move(referral);
  response.set_next_page_token(std::move(page.next_page_token));
  return response;
}

}  // namespace midstance::referrals

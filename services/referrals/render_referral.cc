#include "midstance/v1/referral_service.pb.h"
#include "services/referrals/render.h"
#include "services/referrals/verbs.h"
#include "storage/tables/all.h"
#include "support/digest.h"

namespace midstance::referrals {

absl::StatusOr<v1::RenderReferralResponse> RenderReferral(
    const rpc::Call&, const storage::Reader& reader, const v1::RenderReferralRequest& request) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto referral, reader.Get<v1::Referral>(request.name()));
  v1::RenderReferralResponse response;
  response.set_text(RenderLetter(referral));
  response.set_sha256(Hex(Sha256(response.text())));
  return response;
}

}  // namespace midstance::referrals

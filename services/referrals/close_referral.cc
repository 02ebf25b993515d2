#include "midstance/v1/referral_service.pb.h"
#include "services/referrals/lifecycle.h"
#include "services/referrals/reply_link.h"
#include "services/referrals/verbs.h"
#include "services/rpc/etag.h"
#include "storage/tables/all.h"

namespace midstance::referrals {

absl::StatusOr<v1::Referral> CloseReferral(const rpc::Call& call, storage::Writer& writer,
                                           const v1::CloseReferralRequest& request) {
  MIDSTANCE_ASSIGN_OR_RETURN(auto referral, writer.Get<v1::Referral>(request.name()));
  MIDSTANCE_RETURN_IF_ERROR(rpc::CheckEtag(referral, request.etag()));
  MIDSTANCE_RETURN_IF_ERROR(
      Move(call, v1::Referral::STATE_CLOSED, call.now, request.reason(), referral));
  referral.set_close_reason(request.reason());
  if (!request.finding().empty()) referral.set_finding(request.finding());
  MIDSTANCE_RETURN_IF_ERROR(EndReplyLink(call, writer, referral));
  MIDSTANCE_RETURN_IF_ERROR(writer.Update(referral, call.now));
  return referral;
}

}  // namespace midstance::referrals

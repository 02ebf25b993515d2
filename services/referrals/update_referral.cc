#include "midstance/v1/referral_service.pb.h"
#include "services/referrals/verbs.h"
#include "services/rpc/etag.h"
#include "storage/tables/all.h"
#include "support/field_mask.h"

namespace midstance::referrals {

absl::StatusOr<v1::Referral> UpdateReferral(const rpc::Call& call, storage::Writer& writer,
                                            const v1::UpdateReferralRequest& request) {
  MIDSTANCE_ASSIGN_OR_RETURN(auto referral, writer.Get<v1::Referral>(request.referral().name()));
  MIDSTANCE_RETURN_IF_ERROR(rpc::CheckEtag(referral, request.referral().etag(), "referral.etag"));
  if (referral.state() != v1::Referral::STATE_DRAFTED) {
    return Error(v1::ERROR_REASON_STATE_FORBIDS)
        .On("midstance.v1/Referral", referral.name())
        .With("state", v1::Referral::State_Name(referral.state()))
        .Because("only a draft can be edited");
  }
  MIDSTANCE_RETURN_IF_ERROR(ApplyMask(request.update_mask(), request.referral(), referral));
  MIDSTANCE_RETURN_IF_ERROR(writer.Update(referral, call.now));
  return referral;
}

}  // namespace midstance::referrals

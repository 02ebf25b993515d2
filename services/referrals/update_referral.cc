#include <utility>

#include "midstance/v1/referral_service.pb.h"
#include "services/referrals/drafting.h"
#include "services/referrals/lifecycle.h"
#include "services/referrals/verbs.h"
#include "services/rpc/etag.h"
#include "storage/tables/all.h"
#include "support/field_mask.h"
#include "support/status.h"

namespace midstance::referrals {

absl::StatusOr<v1::Referral> UpdateReferral::operator()(
    const rpc::Call& call, storage::Writer& writer,
    const v1::UpdateReferralRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto before,
                             writer.Get<v1::Referral>(request.referral().name()));
  MIDSTANCE_RETURN_IF_ERROR(rpc::CheckEtag(before, request.referral().etag(), "referral.etag"));
  MIDSTANCE_RETURN_IF_ERROR(IsDraft(before));
  auto referral = before;
  MIDSTANCE_RETURN_IF_ERROR(ApplyMask(request.update_mask(), request.referral(), referral));
  MIDSTANCE_ASSIGN_OR_RETURN(auto engine, engines.At(writer, call.now));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto known,
                             Known::Of(call, writer, std::move(engine), referral));
  EmptyDrafts(before, referral);
  known.Draft(referral);
  // A person's words may be older than what is known now; RedraftReferral says that she looked.
  if (!HasOwnWords(referral)) known.Vouch(referral);
  MIDSTANCE_RETURN_IF_ERROR(writer.Update(referral, call.now));
  return referral;
}

}  // namespace midstance::referrals

#include <utility>

#include "midstance/v1/referral_service.pb.h"
#include "services/referrals/drafting.h"
#include "services/referrals/lifecycle.h"
#include "services/referrals/verbs.h"
#include "services/rpc/etag.h"
#include "storage/tables/all.h"
#include "support/status.h"

namespace midstance::referrals {

absl::StatusOr<v1::Referral> RedraftReferral::operator()(
    const rpc::Call& call, storage::Writer& writer,
    const v1::RedraftReferralRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(auto referral, writer.Get<v1::Referral>(request.name()));
  MIDSTANCE_RETURN_IF_ERROR(rpc::CheckEtag(referral, request.etag()));
  MIDSTANCE_RETURN_IF_ERROR(IsDraft(referral));
  MIDSTANCE_ASSIGN_OR_RETURN(auto engine, engines.At(writer, call.now));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto known,
                             Known::Of(call, writer, std::move(engine), referral));
  EmptyDrafts(v1::Referral(referral), referral);
  known.Draft(referral);
  known.Vouch(referral);
  MIDSTANCE_RETURN_IF_ERROR(writer.Update(referral, call.now));
  return referral;
}

}  // namespace midstance::referrals

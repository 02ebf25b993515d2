#include "midstance/v1/referral_service.pb.h"
#include "services/referrals/verbs.h"
#include "storage/tables/all.h"

namespace midstance::referrals {

absl::StatusOr<v1::Referral> GetReferral(const rpc::Call&, const storage::Reader& reader,
                                         const v1::GetReferralRequest& request) {
  return reader.Get<v1::Referral>(request.name());
}

}  // namespace midstance::referrals

#include "midstance/v1/referral_service.pb.h"
#include "services/referrals/lifecycle.h"
#include "services/referrals/reply_link.h"
#include "services/referrals/verbs.h"
#include "services/rpc/etag.h"
#include "storage/tables/all.h"

namespace midstance::referrals {
namespace {

// Draft, sending and closing have methods of their own.
bool IsLaterStep(v1::Referral::State state) {
  return state != v1::Referral::STATE_UNSPECIFIED && state != v1::Referral::STATE_DRAFTED &&
         state != v1::Referral::STATE_SENT && state != v1::Referral::STATE_CLOSED;
}

}  // namespace

absl::StatusOr<v1::Referral> RecordReferralStep(const rpc::Call& call, storage::Writer& writer,
                                                const v1::RecordReferralStepRequest& request) {
  if (!IsLaterStep(request.state())) {
    return FieldInvalid("state", "must be a step after SENT; sending and closing have methods");
  }
  MIDSTANCE_ASSIGN_OR_RETURN(auto referral, writer.Get<v1::Referral>(request.name()));
  MIDSTANCE_RETURN_IF_ERROR(rpc::CheckEtag(referral, request.etag()));
  const Instant occurred =
      request.has_occurred_time() ? InstantOf(request.occurred_time()) : call.now;
  MIDSTANCE_RETURN_IF_ERROR(Move(call, request.state(), occurred, request.note(), referral));
  // What is acted on waits for nobody: an answer would be in no list.
  if (request.state() == v1::Referral::STATE_ACTED_ON) {
    MIDSTANCE_RETURN_IF_ERROR(EndReplyLink(call, writer, referral));
  }
  MIDSTANCE_RETURN_IF_ERROR(writer.Update(referral, call.now));
  return referral;
}

}  // namespace midstance::referrals

#include "midstance/v1/referral_service.pb.h"
#include "services/cases/live.h"
#include "services/referrals/reply_link.h"
#include "services/referrals/verbs.h"
#include "services/rpc/etag.h"
#include "storage/tables/all.h"

namespace midstance::referrals {
namespace {

bool WaitsForReceiver(v1::Referral::State state) {
  return state >= v1::Referral::STATE_SENT && state <= v1::Referral::STATE_SEEN;
}

}  // namespace

absl::StatusOr<v1::IssueReplyLinkResponse> IssueReplyLink::operator()(
    const rpc::Call& call, storage::Writer& writer,
    const v1::IssueReplyLinkRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(auto referral, writer.Get<v1::Referral>(request.name()));
  MIDSTANCE_RETURN_IF_ERROR(rpc::CheckEtag(referral, request.etag()));
  MIDSTANCE_RETURN_IF_ERROR(cases::PatientIsLive(writer, referral.name()));
  if (!WaitsForReceiver(referral.state())) {
    return Error(v1::ERROR_REASON_STATE_FORBIDS)
        .On("midstance.v1/Referral", referral.name())
        .With("state", v1::Referral::State_Name(referral.state()))
        .Because("only a referral that waits for its receiver has a reply link");
  }
  MIDSTANCE_RETURN_IF_ERROR(EndReplyLink(call, writer, referral));
  v1::IssueReplyLinkResponse response;
  MIDSTANCE_ASSIGN_OR_RETURN(*response.mutable_token(),
                             MakeReplyLink(call, writer, random, referral));
  MIDSTANCE_RETURN_IF_ERROR(UpdateWithoutStep(writer, referral));
  *response.mutable_referral() = std::move(referral);
  return response;
}

}  // namespace midstance::referrals

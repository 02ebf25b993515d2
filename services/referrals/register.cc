#include "services/referrals/register.h"

#include "midstance/v1/referral_service.pb.h"
#include "services/referrals/verbs.h"

namespace midstance::referrals {

void Register(rpc::VerbTable& table, const Deps& deps) {
  table.Serve(CreateReferral{deps.engines});
  table.Serve(GetReferral);
  table.Serve(ListReferrals{deps.sealer});
  table.Serve(UpdateReferral{deps.engines});
  table.Serve(RedraftReferral{deps.engines});
  table.Serve(SendReferral{deps.engines, deps.channels});
  table.Serve(RecordReferralStep);
  table.Serve(CloseReferral);
  table.Serve(RenderReferral);
  table.Serve(IssueReplyLink{deps.random});
  table.Serve(GetReferralForReply);
  table.Serve(AnswerReferral{deps.random});
}

}  // namespace midstance::referrals

#include "services/followups/register.h"

#include "midstance/v1/follow_up_service.pb.h"
#include "services/followups/verbs.h"

namespace midstance::followups {

void Register(rpc::VerbTable& table, const Deps& deps) {
  table.Serve(CreateFollowUp);
  table.Serve(GetFollowUp);
  table.Serve(ListFollowUps{deps.sealer});
  table.Serve(UpdateFollowUp);
  table.Serve(CompleteFollowUp);
  table.Serve(RescheduleFollowUp);
  table.Serve(CancelFollowUp);
}

}  // namespace midstance::followups

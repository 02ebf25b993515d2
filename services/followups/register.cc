#include "services/followups/register.h"

#include "midstance/v1/follow_up_service.pb.h"
#include "services/followups/verbs.h"

namespace midstance::followups {

void Register(rpc::VerbTable& table, const Deps& deps) {
  table.Serve(CreateFollowUp{deps.calendar});
  table.Serve(GetFollowUp);
  table.Serve(ListFollowUps{deps.sealer});
  table.Serve(UpdateFollowUp{deps.calendar});
  table.Serve(CompleteFollowUp{deps.calendar, deps.schedule});
  table.Serve(RescheduleFollowUp{deps.calendar});
  table.Serve(CancelFollowUp{deps.calendar});
  table.Serve(MarkNoShow{deps.calendar});
  table.Serve(ScheduleReassessments{deps.calendar, deps.schedule});
}

}  // namespace midstance::followups

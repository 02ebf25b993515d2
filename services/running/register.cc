#include "services/running/register.h"

#include "midstance/v1/running_service.pb.h"

namespace midstance::running {

void Register(rpc::VerbTable& table, const Deps& deps) {
  table.Serve(ListRunningStages{deps.table, deps.sealer});
  table.Serve(CheckRunningEntry{deps.table, deps.calendar});
  table.Serve(StartRunningPlan{deps.table, deps.calendar});
  table.Serve(GetRunningPlan);
  table.Serve(ListRunningPlans{deps.sealer});
  table.Serve(ProposeRunningStage{deps.table, deps.calendar});
  table.Serve(DecideRunningStage{deps.table, deps.calendar});
  table.Serve(SetPainRule{deps.calendar});
  table.Serve(EndRunningPlan);
  table.Serve(CheckRun{deps.table, deps.calendar});
  table.Serve(GetRunningLoad{deps.table, deps.calendar});
}

}  // namespace midstance::running

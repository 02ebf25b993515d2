#include "services/running/register.h"

#include "midstance/v1/running_service.pb.h"

namespace midstance::running {

void Register(rpc::VerbTable& table, const Deps& deps) {
  table.Serve(ListRunningStages{deps.table, deps.sealer});
  table.Serve(CheckRunningEntry{deps.table});
  table.Serve(StartRunningPlan{deps.table});
  table.Serve(GetRunningPlan);
  table.Serve(ListRunningPlans{deps.sealer});
  table.Serve(ProposeRunningStage{deps.table});
  table.Serve(DecideRunningStage{deps.table});
  table.Serve(SetPainRule);
  table.Serve(EndRunningPlan);
  table.Serve(CheckRun{deps.table});
  table.Serve(GetRunningLoad{deps.table});
}

}  // namespace midstance::running

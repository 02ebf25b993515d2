#include "services/outcomes/register.h"

#include "midstance/v1/outcome_service.pb.h"
#include "services/outcomes/verbs.h"

namespace midstance::outcomes {

void Register(rpc::VerbTable& table, const Deps& deps) {
  table.Serve(ListMeasures{deps.library, deps.sealer});
  table.Serve(GetMeasure{deps.library});
  table.Serve(ScoreMeasure{deps.library});
  table.Serve(RecordOutcomeScore{deps.library, deps.follow_ups});
  table.Serve(AmendOutcomeScore{deps.library, deps.follow_ups});
  table.Serve(RetractOutcomeScore{deps.follow_ups});
  table.Serve(GetOutcomeScore);
  table.Serve(ListOutcomeScores{deps.sealer});
  table.Serve(CompareOutcomeScores{deps.library});
}

}  // namespace midstance::outcomes

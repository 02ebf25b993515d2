#include "midstance/v1/running_service.pb.h"
#include "services/running/checks.h"
#include "services/running/load_facts.h"
#include "services/running/propose.h"
#include "services/running/verbs.h"
#include "storage/tables/all.h"
#include "support/status.h"

namespace midstance::running {

absl::StatusOr<v1::ProposeRunningStageResponse> ProposeRunningStage::operator()(
    const rpc::Call& call, const storage::Reader& reader,
    const v1::ProposeRunningStageRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto plan, reader.Get<v1::RunningPlan>(request.name()));
  MIDSTANCE_RETURN_IF_ERROR(NotOver(plan));
  MIDSTANCE_ASSIGN_OR_RETURN(const Facts facts, FactsOf(reader, plan, calendar));
  v1::ProposeRunningStageResponse response;
  *response.mutable_proposal() = Propose(table, facts, plan, call.now);
  const Resumed resumed = ResumedAt(plan, calendar);
  const auto steps = Replay(
      table, facts,
      {.stage = resumed.stage, .at = resumed.at, .since = resumed.since, .rule = plan.pain_rule()});
  response.mutable_replay()->Assign(steps.begin(), steps.end());
  return response;
}

}  // namespace midstance::running

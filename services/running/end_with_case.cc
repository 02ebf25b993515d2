#include "services/running/end_with_case.h"

#include <vector>

#include "midstance/v1/running_plan.pb.h"
#include "services/cases/lifecycle.h"
#include "services/running/checks.h"
#include "storage/tables/all.h"
#include "support/status.h"

namespace midstance::running {

absl::Status EndWithCase(const rpc::Call& call, storage::Writer& writer, const v1::Case& ended) {
  storage::Query query;
  query.name_prefix = ended.name() + "/runningPlans/";
  std::vector<v1::RunningPlan> open;
  MIDSTANCE_RETURN_IF_ERROR(writer.ForEach<v1::RunningPlan>(query, [&open](v1::RunningPlan& found) {
    if (NotOver(found).ok()) open.push_back(std::move(found));
  }));
  for (auto& plan : open) {
    plan.set_state(v1::RunningPlan::STATE_ENDED);
    plan.set_end_reason(cases::kEpisodeEnded);
    *plan.mutable_end_time() = TimestampOf(call.now);
    plan.set_ended_by(call.principal.name);
    MIDSTANCE_RETURN_IF_ERROR(writer.Update(plan, call.now));
  }
  return absl::OkStatus();
}

}  // namespace midstance::running

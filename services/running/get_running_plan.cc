#include "midstance/v1/running_service.pb.h"
#include "services/running/verbs.h"
#include "storage/tables/all.h"

namespace midstance::running {

absl::StatusOr<v1::RunningPlan> GetRunningPlan(const rpc::Call&, const storage::Reader& reader,
                                               const v1::GetRunningPlanRequest& request) {
  return reader.Get<v1::RunningPlan>(request.name());
}

}  // namespace midstance::running

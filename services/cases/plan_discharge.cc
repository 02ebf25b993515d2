#include "midstance/v1/case_service.pb.h"
#include "services/cases/move.h"
#include "services/cases/verbs.h"

namespace midstance::cases {

absl::StatusOr<v1::Case> PlanDischarge(const rpc::Call& call, storage::Writer& writer,
                                       const v1::PlanDischargeRequest& request) {
  return MoveCase(call, writer, request, Move::kPlanDischarge);
}

}  // namespace midstance::cases

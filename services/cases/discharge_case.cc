#include "midstance/v1/case_service.pb.h"
#include "services/cases/move.h"
#include "services/cases/open_escalations.h"
#include "services/cases/verbs.h"

namespace midstance::cases {

absl::StatusOr<v1::Case> DischargeCase(const rpc::Call& call, storage::Writer& writer,
                                       const v1::DischargeCaseRequest& request) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto moved, MoveCase(call, writer, request, Move::kDischarge));
  MIDSTANCE_RETURN_IF_ERROR(NoOpenEscalations(writer, moved));
  return moved;
}

}  // namespace midstance::cases

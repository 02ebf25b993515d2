#include "midstance/v1/case_service.pb.h"
#include "services/cases/move.h"
#include "services/cases/verbs.h"

namespace midstance::cases {

absl::StatusOr<v1::Case> DischargeCase::operator()(const rpc::Call& call, storage::Writer& writer,
                                                   const v1::DischargeCaseRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto moved, MoveCase(call, writer, request, Move::kDischarge));
  for (const auto& end : endings) MIDSTANCE_RETURN_IF_ERROR(end(call, writer, moved));
  return moved;
}

}  // namespace midstance::cases

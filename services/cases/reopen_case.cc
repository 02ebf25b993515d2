#include "midstance/v1/case_service.pb.h"
#include "services/cases/move.h"
#include "services/cases/verbs.h"

namespace midstance::cases {

absl::StatusOr<v1::Case> ReopenCase(const rpc::Call& call, storage::Writer& writer,
                                    const v1::ReopenCaseRequest& request) {
  MIDSTANCE_RETURN_IF_ERROR(NotOfArchivedPatient(writer, request.name()));
  return MoveCase(call, writer, request, Move::kReopen);
}

}  // namespace midstance::cases

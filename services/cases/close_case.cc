#include "midstance/v1/case_service.pb.h"
#include "services/cases/move.h"
#include "services/cases/verbs.h"

namespace midstance::cases {

absl::StatusOr<v1::Case> CloseCase::operator()(const rpc::Call& call, storage::Writer& writer,
                                               const v1::CloseCaseRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(
      auto moved,
      Moved(call, writer, {request.name(), request.etag(), request.reason()}, Move::kClose));
  moved.set_close_reason(request.close_reason());
  MIDSTANCE_RETURN_IF_ERROR(writer.Update(moved, call.now));
  for (const auto& end : endings) MIDSTANCE_RETURN_IF_ERROR(end(call, writer, moved));
  return moved;
}

}  // namespace midstance::cases

#include "midstance/v1/program_service.pb.h"
#include "services/programs/move.h"
#include "services/programs/verbs.h"

namespace midstance::programs {

absl::StatusOr<v1::Enrollment> CompleteEnrollment::operator()(
    const rpc::Call& call, storage::Writer& writer,
    const v1::CompleteEnrollmentRequest& request) const {
  return MoveEnrollment(call, writer, request, v1::Enrollment::STATE_COMPLETED, calendar);
}

}  // namespace midstance::programs

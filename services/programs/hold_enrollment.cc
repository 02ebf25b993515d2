#include "midstance/v1/program_service.pb.h"
#include "services/programs/move.h"
#include "services/programs/verbs.h"

namespace midstance::programs {

absl::StatusOr<v1::Enrollment> HoldEnrollment::operator()(
    const rpc::Call& call, storage::Writer& writer,
    const v1::HoldEnrollmentRequest& request) const {
  return MoveEnrollment(call, writer, request, v1::Enrollment::STATE_ON_HOLD, calendar);
}

}  // namespace midstance::programs

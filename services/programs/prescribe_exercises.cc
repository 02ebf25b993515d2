#include "midstance/v1/program_service.pb.h"
#include "services/programs/prescribing.h"
#include "services/programs/verbs.h"
#include "support/status.h"

namespace midstance::programs {

absl::StatusOr<v1::PrescribeExercisesResponse> PrescribeExercises::operator()(
    const rpc::Call& call, storage::Writer& writer,
    const v1::PrescribeExercisesRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto active, engines.At(writer, call.now));
  const auto& engine = *active;
  v1::PrescribeExercisesResponse response;
  MIDSTANCE_ASSIGN_OR_RETURN(*response.mutable_enrollment(),
                             RunningEnrollment(writer, request.name(), request.etag()));
  MIDSTANCE_ASSIGN_OR_RETURN(
      *response.mutable_check(),
      AppendPrescription(call, writer, engine, request.exercises(), request.start_date(),
                         request.reason(), *response.mutable_enrollment()));
  return response;
}

}  // namespace midstance::programs

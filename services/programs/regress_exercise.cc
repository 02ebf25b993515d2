#include "midstance/v1/program_service.pb.h"
#include "services/programs/step.h"
#include "services/programs/verbs.h"

namespace midstance::programs {

absl::StatusOr<v1::PrescribeExercisesResponse> RegressExercise::operator()(
    const rpc::Call& call, storage::Writer& writer,
    const v1::RegressExerciseRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto active, engines.At(writer, call.now));
  const auto& engine = *active;
  return Step(call, writer, engine, request, exercises::Direction::kEasier);
}

}  // namespace midstance::programs

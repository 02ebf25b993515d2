#include "midstance/v1/program_service.pb.h"
#include "services/programs/verbs.h"
#include "support/status.h"

namespace midstance::programs {

absl::StatusOr<v1::Exercise> GetExercise::operator()(const rpc::Call&, const storage::Reader&,
                                                     const v1::GetExerciseRequest& request) const {
  const auto* found = catalogue.Find(request.name());
  if (found != nullptr) return *found;
  return Error(v1::ERROR_REASON_RESOURCE_NOT_FOUND)
      .On("midstance.v1/Exercise", request.name())
      .Because("the library has no such exercise");
}

}  // namespace midstance::programs

#pragma once

#include <absl/status/statusor.h>

#include "midstance/v1/program_service.pb.h"
#include "services/cases/engine/engine.h"
#include "services/exercises/steps.h"
#include "services/programs/prescribing.h"
#include "services/rpc/call.h"
#include "storage/store.h"
#include "support/status.h"

namespace midstance::programs {

// One exercise of the last prescription a step harder or easier, for either request.
template <class Request>
absl::StatusOr<v1::PrescribeExercisesResponse> Step(const rpc::Call& call, storage::Writer& writer,
                                                    const cases::RuleEngine& engine,
                                                    const Request& request,
                                                    exercises::Direction direction) {
  v1::PrescribeExercisesResponse response;
  auto& enrollment = *response.mutable_enrollment();
  MIDSTANCE_ASSIGN_OR_RETURN(enrollment, RunningEnrollment(writer, request.name(), request.etag()));
  if (enrollment.state() != v1::Enrollment::STATE_ACTIVE) {
    return EnrollmentForbids(enrollment, "the program is on hold; resume it first");
  }
  v1::Prescription next = enrollment.prescriptions(enrollment.prescriptions_size() - 1);
  auto* prescribed = FindExercise(next, request.exercise(), request.side());
  if (prescribed == nullptr) {
    return FieldInvalid("exercise", "must be an exercise and side of the last prescription");
  }
  if (prescribed->has_hold()) {
    return EnrollmentForbids(enrollment, "the exercise is held back; release it first");
  }
  const auto stepped = exercises::Stepped(engine.exercises(), *prescribed, direction);
  if (!stepped.has_value()) {
    return EnrollmentForbids(enrollment, "the library knows no further step of the exercise");
  }
  for (const auto& other : next.exercises()) {
    if (&other != prescribed && other.exercise() == stepped->exercise() &&
        exercises::SidesMeet(other.side(), stepped->side())) {
      return EnrollmentForbids(enrollment, "the exercise of the next step is prescribed already");
    }
  }
  *prescribed = *stepped;
  MIDSTANCE_ASSIGN_OR_RETURN(
      *response.mutable_check(),
      AppendPrescription(call, writer, engine, next.exercises(), request.start_date(),
                         request.reason(), enrollment));
  return response;
}

}  // namespace midstance::programs

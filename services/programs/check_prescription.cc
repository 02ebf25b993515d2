#include "midstance/v1/program_service.pb.h"
#include "services/cases/engine/facts.h"
#include "services/exercises/check.h"
#include "services/programs/prescribing.h"
#include "services/programs/verbs.h"
#include "storage/tables/all.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::programs {

absl::StatusOr<v1::CheckPrescriptionResponse> CheckPrescription::operator()(
    const rpc::Call& call, const storage::Reader& reader,
    const v1::CheckPrescriptionRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto active, engines.At(reader, call.now));
  const auto& engine = *active;
  MIDSTANCE_ASSIGN_OR_RETURN(const auto parent,
                             ResourceName::Parse(request.parent(), Kind::kCase, "parent"));
  MIDSTANCE_RETURN_IF_ERROR(reader.Get<v1::Case>(parent.str()).status());
  if (request.program().empty() == request.exercises().empty()) {
    return FieldInvalid("exercises", "needs either exercises or a program");
  }
  v1::Prescription prescription;
  *prescription.mutable_exercises() = request.exercises();
  if (!request.program().empty()) {
    MIDSTANCE_ASSIGN_OR_RETURN(const auto program, reader.Get<v1::Program>(request.program()));
    *prescription.mutable_exercises() = program.exercises();
  }
  google::rpc::BadRequest violations;
  exercises::CheckExercises(engine.exercises(), prescription.exercises(), "exercises", violations);
  MIDSTANCE_RETURN_IF_ERROR(FieldsInvalid(violations));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto facts,
                             cases::FactsFor(reader, engine, parent.patient(), call.now));
  v1::CheckPrescriptionResponse response;
  *response.mutable_check() =
      exercises::Check(engine.exercises(), prescription, facts, exercises::Stage::kFirst);
  return response;
}

}  // namespace midstance::programs

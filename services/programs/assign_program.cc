#include "midstance/v1/program_service.pb.h"
#include "services/cases/engine/facts.h"
#include "services/cases/lifecycle.h"
#include "services/cases/live.h"
#include "services/exercises/check.h"
#include "services/programs/prescribing.h"
#include "services/programs/program_checks.h"
#include "services/programs/verbs.h"
#include "storage/tables/all.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::programs {
namespace {

// What is to be done: the program's exercises unless the request fits them to the patient.
absl::StatusOr<PrescribedList> Chosen(const v1::AssignProgramRequest& request,
                                      const v1::Program& program) {
  if (!request.exercises().empty()) return request.exercises();
  if (!request.program().empty()) return program.exercises();
  return FieldInvalid("exercises", "needs exercises or a program");
}

}  // namespace

absl::StatusOr<v1::AssignProgramResponse> AssignProgram::operator()(
    const rpc::Call& call, storage::Writer& writer, const v1::AssignProgramRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto active, engines.At(writer, call.now));
  const auto& engine = *active;
  MIDSTANCE_ASSIGN_OR_RETURN(const auto of, cases::LiveCase(writer, request.parent()));
  MIDSTANCE_RETURN_IF_ERROR(cases::NotEnded(of));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto parent, ResourceName::Parse(of.name()));
  v1::Program program;
  if (!request.program().empty()) {
    MIDSTANCE_ASSIGN_OR_RETURN(program, writer.Get<v1::Program>(request.program()));
    if (program.state() != v1::Program::STATE_PUBLISHED) {
      return ProgramForbids(program, "only a published program is assigned");
    }
  }
  v1::Prescription prescription;
  MIDSTANCE_ASSIGN_OR_RETURN(*prescription.mutable_exercises(), Chosen(request, program));
  google::rpc::BadRequest violations;
  exercises::CheckExercises(engine.exercises(), prescription.exercises(), "exercises", violations);
  const Day start = DayIn(request.start_date(), "start_date", violations);
  if (!request.end_date().empty() && DayIn(request.end_date(), "end_date", violations) < start) {
    AddViolation(violations, "end_date", "must not be before the first day");
  }
  MIDSTANCE_RETURN_IF_ERROR(FieldsInvalid(violations));
  Stamp(call, engine.exercises(), *prescription.mutable_exercises());
  prescription.set_start_date(request.start_date());
  prescription.set_author(call.principal.name);
  prescription.set_dose_anew_date(DoseAnewDate(engine.exercises(), start, program.weeks()));

  v1::AssignProgramResponse response;
  MIDSTANCE_ASSIGN_OR_RETURN(const auto facts,
                             cases::FactsIn(writer, engine, parent.patient(), call.now));
  *response.mutable_check() =
      exercises::Check(engine.exercises(), prescription, facts, exercises::Stage::kFirst);
  MIDSTANCE_RETURN_IF_ERROR(NothingForbids(response.check(), prescription));

  auto& enrollment = *response.mutable_enrollment();
  enrollment.set_name(ChildName(parent, Kind::kEnrollment, call.NewId()).str());
  enrollment.set_program(program.name());
  enrollment.set_program_revision(program.revision());
  enrollment.set_state(v1::Enrollment::STATE_ACTIVE);
  *enrollment.mutable_state_time() = TimestampOf(call.now);
  enrollment.set_start_date(request.start_date());
  enrollment.set_end_date(request.end_date());
  enrollment.set_note(request.note());
  *enrollment.add_prescriptions() = std::move(prescription);
  MIDSTANCE_RETURN_IF_ERROR(writer.Insert(enrollment, call.now));
  return response;
}

}  // namespace midstance::programs

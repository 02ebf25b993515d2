#include "midstance/v1/program_service.pb.h"
#include "services/exercises/check.h"
#include "services/programs/prescribing.h"
#include "services/programs/program_checks.h"
#include "services/programs/verbs.h"
#include "storage/tables/all.h"
#include "support/status.h"

namespace midstance::programs {

absl::StatusOr<v1::Program> PublishProgram::operator()(
    const rpc::Call& call, storage::Writer& writer,
    const v1::PublishProgramRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(auto program, ProgramIn(writer, request.name(), request.etag(), "etag",
                                                     v1::Program::STATE_DRAFT));
  // Nobody's findings: what is left is what the exercises say about each other.
  v1::Prescription prescription;
  *prescription.mutable_exercises() = program.exercises();
  MIDSTANCE_RETURN_IF_ERROR(NothingForbids(
      exercises::Check(catalogue, prescription, exercises::PatientFacts{}), prescription));
  program.set_state(v1::Program::STATE_PUBLISHED);
  auto& revision = *program.add_revisions();
  revision.set_revision(program.revision());
  *revision.mutable_publish_time() = TimestampOf(call.now);
  revision.set_publisher(call.principal.name);
  revision.set_title(program.title());
  *revision.mutable_exercises() = program.exercises();
  revision.set_weeks(program.weeks());
  MIDSTANCE_RETURN_IF_ERROR(writer.Update(program, call.now));
  return program;
}

}  // namespace midstance::programs

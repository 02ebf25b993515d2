#include "services/programs/program_checks.h"

#include "services/exercises/check.h"
#include "services/programs/prescribing.h"
#include "services/rpc/etag.h"
#include "storage/tables/all.h"
#include "support/status.h"

namespace midstance::programs {

absl::Status ProgramForbids(const v1::Program& program, const char* because) {
  return Error(v1::ERROR_REASON_STATE_FORBIDS)
      .On("midstance.v1/Program", program.name())
      .With("state", v1::Program::State_Name(program.state()))
      .Because(because);
}

absl::StatusOr<v1::Program> ProgramIn(const storage::Reader& reader, const std::string& name,
                                      const std::string& etag, const std::string& etag_path,
                                      v1::Program::State state) {
  MIDSTANCE_ASSIGN_OR_RETURN(auto program, reader.Get<v1::Program>(name));
  MIDSTANCE_RETURN_IF_ERROR(rpc::CheckEtag(program, etag, etag_path));
  if (program.state() == state) return program;
  return ProgramForbids(program, state == v1::Program::STATE_DRAFT
                                     ? "the program is not a draft"
                                     : "the program is not published");
}

absl::Status CompleteProgram(const rpc::Call& call, const exercises::Catalogue& catalogue,
                             v1::Program& program) {
  google::rpc::BadRequest violations;
  exercises::CheckExercises(catalogue, program.exercises(), "program.exercises", violations);
  MIDSTANCE_RETURN_IF_ERROR(FieldsInvalid(violations));
  Stamp(call, catalogue, *program.mutable_exercises());
  return absl::OkStatus();
}

}  // namespace midstance::programs

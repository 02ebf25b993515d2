#include "midstance/v1/program_service.pb.h"
#include "services/programs/program_checks.h"
#include "services/programs/verbs.h"
#include "storage/tables/all.h"
#include "support/field_mask.h"
#include "support/status.h"

namespace midstance::programs {

absl::StatusOr<v1::Program> UpdateProgram::operator()(
    const rpc::Call& call, storage::Writer& writer, const v1::UpdateProgramRequest& request) const {
  const auto& wanted = request.program();
  MIDSTANCE_ASSIGN_OR_RETURN(auto program, ProgramIn(writer, wanted.name(), wanted.etag(),
                                                     "program.etag", v1::Program::STATE_DRAFT));
  MIDSTANCE_RETURN_IF_ERROR(ApplyMask(request.update_mask(), wanted, program));
  MIDSTANCE_RETURN_IF_ERROR(CompleteProgram(call, catalogue, program));
  MIDSTANCE_RETURN_IF_ERROR(writer.Update(program, call.now));
  return program;
}

}  // namespace midstance::programs

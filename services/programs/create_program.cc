#include "midstance/v1/program_service.pb.h"
#include "services/programs/program_checks.h"
#include "services/programs/verbs.h"
#include "storage/tables/all.h"
#include "support/status.h"

namespace midstance::programs {

absl::StatusOr<v1::Program> CreateProgram::operator()(
    const rpc::Call& call, storage::Writer& writer, const v1::CreateProgramRequest& request) const {
  v1::Program created = request.program();
  created.set_name("programs/" + call.NewId());
  created.set_state(v1::Program::STATE_DRAFT);
  created.set_revision(1);
  created.clear_revisions();
  MIDSTANCE_RETURN_IF_ERROR(CompleteProgram(call, catalogue, created));
  MIDSTANCE_RETURN_IF_ERROR(writer.Insert(created, call.now));
  return created;
}

}  // namespace midstance::programs

#include "midstance/v1/program_service.pb.h"
#include "services/programs/program_checks.h"
#include "services/programs/verbs.h"
#include "services/rpc/etag.h"
#include "storage/tables/all.h"
#include "support/status.h"

namespace midstance::programs {

absl::StatusOr<v1::Program> RetireProgram(const rpc::Call& call, storage::Writer& writer,
                                          const v1::RetireProgramRequest& request) {
  MIDSTANCE_ASSIGN_OR_RETURN(auto program, writer.Get<v1::Program>(request.name()));
  MIDSTANCE_RETURN_IF_ERROR(rpc::CheckEtag(program, request.etag()));
  if (program.state() == v1::Program::STATE_RETIRED) {
    return ProgramForbids(program, "the program is retired already");
  }
  program.set_state(v1::Program::STATE_RETIRED);
  MIDSTANCE_RETURN_IF_ERROR(writer.Update(program, call.now));
  return program;
}

}  // namespace midstance::programs

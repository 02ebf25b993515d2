#include "midstance/v1/program_service.pb.h"
#include "services/programs/program_checks.h"
#include "services/programs/verbs.h"
#include "storage/tables/all.h"
#include "support/status.h"

namespace midstance::programs {
namespace {

constexpr int kMostRevisions = 50;

}  // namespace

absl::StatusOr<v1::Program> ReviseProgram(const rpc::Call& call, storage::Writer& writer,
                                          const v1::ReviseProgramRequest& request) {
  MIDSTANCE_ASSIGN_OR_RETURN(auto program, ProgramIn(writer, request.name(), request.etag(), "etag",
                                                     v1::Program::STATE_PUBLISHED));
  if (program.revisions_size() >= kMostRevisions) {
    return ProgramForbids(program, "it has 50 revisions; begin another program");
  }
  program.set_state(v1::Program::STATE_DRAFT);
  program.set_revision(program.revision() + 1);
  MIDSTANCE_RETURN_IF_ERROR(writer.Update(program, call.now));
  return program;
}

}  // namespace midstance::programs

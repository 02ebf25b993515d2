#include "services/assessments/examination.h"
#include "services/assessments/verbs.h"
#include "storage/tables/all.h"
#include "support/status.h"

namespace midstance::assessments {

absl::StatusOr<v1::Examination> GetExamination::operator()(
    const rpc::Call& call, const storage::Reader& reader,
    const v1::GetExaminationRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto active, engines.At(reader, call.now));
  const auto& engine = *active;
  MIDSTANCE_ASSIGN_OR_RETURN(const auto assessment, reader.Get<v1::Assessment>(request.name()));
  return Examine(engine.rules(), assessment);
}

}  // namespace midstance::assessments

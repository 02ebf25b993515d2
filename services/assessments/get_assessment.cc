#include "midstance/v1/assessment_service.pb.h"
#include "services/assessments/verbs.h"
#include "storage/tables/all.h"

namespace midstance::assessments {

absl::StatusOr<v1::Assessment> GetAssessment(const rpc::Call&, const storage::Reader& reader,
                                             const v1::GetAssessmentRequest& request) {
  return reader.Get<v1::Assessment>(request.name());
}

}  // namespace midstance::assessments

#include "midstance/v1/outcome_service.pb.h"
#include "services/outcomes/verbs.h"
#include "storage/tables/all.h"

namespace midstance::outcomes {

absl::StatusOr<v1::OutcomeScore> GetOutcomeScore(const rpc::Call&, const storage::Reader& reader,
                                                 const v1::GetOutcomeScoreRequest& request) {
  return reader.Get<v1::OutcomeScore>(request.name());
}

}  // namespace midstance::outcomes

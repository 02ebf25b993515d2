#include "midstance/v1/outcome_service.pb.h"
#include "services/outcomes/checks.h"
#include "services/outcomes/verbs.h"
#include "support/status.h"

namespace midstance::outcomes {

absl::StatusOr<v1::Measure> GetMeasure::operator()(const rpc::Call&, const storage::Reader&,
                                                   const v1::GetMeasureRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto* measure, MeasureNamed(library, request.name()));
  return *measure;
}

}  // namespace midstance::outcomes

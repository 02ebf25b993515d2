#include "midstance/v1/outcome_service.pb.h"
#include "services/measures/score.h"
#include "services/outcomes/checks.h"
#include "services/outcomes/verbs.h"
#include "support/status.h"

namespace midstance::outcomes {

absl::StatusOr<v1::ScoreMeasureResponse> ScoreMeasure::operator()(
    const rpc::Call&, const storage::Reader&, const v1::ScoreMeasureRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto* measure, MeasureNamed(library, request.name()));
  MIDSTANCE_ASSIGN_OR_RETURN(
      auto scores,
      measures::Score(*measure, {request.variant(), request.version(), request.answers()}));
  v1::ScoreMeasureResponse response;
  for (auto& score : scores) *response.add_scores() = std::move(score);
  response.set_formula_version(measure->formula_version());
  return response;
}

}  // namespace midstance::outcomes

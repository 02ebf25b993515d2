#include "services/assessments/answer.h"

#include <utility>

#include "services/assessments/chart_check.h"
#include "services/cases/engine/observation_check.h"
#include "support/status.h"

namespace midstance::assessments {

absl::Status CheckContent(const cases::RuleEngine& engine, const v1::Assessment& assessment) {
  google::rpc::BadRequest violations;
  cases::CheckFindings(engine.rules(), assessment.reports(), assessment.general(), "assessment",
                       violations);
  CheckChartAndGait(assessment, "assessment", violations);
  return FieldsInvalid(violations);
}

void FillAnswer(cases::Consequences consequences, v1::RecordAssessmentResponse& response) {
  *response.mutable_evaluation() = std::move(consequences.evaluation);
  for (auto& escalation : consequences.escalations) {
    *response.add_escalations() = std::move(escalation);
  }
}

}  // namespace midstance::assessments

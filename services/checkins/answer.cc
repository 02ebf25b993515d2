#include "services/checkins/answer.h"

#include <utility>

#include "services/cases/engine/observation_check.h"
#include "services/checkins/advice.h"
#include "support/status.h"

namespace midstance::checkins {

absl::Status CheckContent(const cases::RuleEngine& engine, const v1::CheckIn& check_in) {
  google::rpc::BadRequest violations;
  cases::CheckFindings(engine.rules(), check_in.reports(), check_in.general(), "check_in",
                       violations);
  if (check_in.reports_size() == 0 && check_in.general_size() == 0 && check_in.note().empty()) {
    AddViolation(violations, "check_in", "needs at least one observation or a note");
  }
  return FieldsInvalid(violations);
}

void FillAnswer(cases::Consequences consequences, v1::RecordCheckInResponse& response) {
  *response.mutable_advice() = AdviceFor(consequences);
  *response.mutable_evaluation() = std::move(consequences.evaluation);
  for (auto& escalation : consequences.escalations) {
    *response.add_escalations() = std::move(escalation);
  }
}

}  // namespace midstance::checkins

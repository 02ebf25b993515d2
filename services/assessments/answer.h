#pragma once

#include <absl/status/status.h>

#include "midstance/v1/assessment_service.pb.h"
#include "services/cases/engine/recording.h"

namespace midstance::assessments {

// FIELD_INVALID, with every problem, unless the findings fit the rule set, and chart and gait fit
// their drawings and legs.
absl::Status CheckContent(const cases::RuleEngine& engine, const v1::Assessment& assessment);

// Puts what followed beside the assessment.
void FillAnswer(cases::Consequences consequences, v1::RecordAssessmentResponse& response);

}  // namespace midstance::assessments

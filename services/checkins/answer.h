#pragma once

#include <absl/status/status.h>

#include "midstance/v1/check_in_service.pb.h"
#include "services/cases/engine/recording.h"

namespace midstance::checkins {

// FIELD_INVALID, with every problem, unless the findings fit the rule set and there is at least one
// or a note.
absl::Status CheckContent(const cases::RuleEngine& engine, const v1::CheckIn& check_in);

// Puts what followed, and what the patient is told, beside the check-in.
void FillAnswer(cases::Consequences consequences, v1::RecordCheckInResponse& response);

}  // namespace midstance::checkins

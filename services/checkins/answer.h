#pragma once

#include <absl/status/status.h>

#include "midstance/v1/check_in_service.pb.h"
#include "services/cases/engine/recording.h"
#include "services/checkins/texts.h"
#include "support/time.h"

namespace midstance::checkins {

// FIELD_INVALID, with every problem, unless the findings fit the rule set, what is said of
// exercises and a run can be true, the device's clock is not ahead of `now` by more than five
// minutes, and there is at least one observation, an exercise, a run or a note.
absl::Status CheckContent(const cases::RuleEngine& engine, Instant now,
                          const v1::CheckIn& check_in);

// Makes `check_in`, as a client sent it, a new record of the case, which keeps the version of the
// safety text that its sender is told in these words.
void EnterCheckIn(const rpc::Call& call, const ResourceName& parent, const Words& words,
                  v1::CheckIn& check_in);

// Puts what followed, and what the patient is told in these words, beside the check-in.
void FillAnswer(cases::Consequences consequences, const Words& words,
                v1::RecordCheckInResponse& response);

}  // namespace midstance::checkins

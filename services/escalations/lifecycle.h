#pragma once

#include <absl/status/status.h>

#include <string>

#include "midstance/v1/escalation.pb.h"
#include "services/rpc/call.h"

namespace midstance::escalations {

// What a person does to an escalation. The rules' own moves are made by cases::Settle.
enum class Answer { kAcknowledge, kHandOver, kResolve };

// Makes the move and writes it into the history. Handing over leaves it standing where it stands:
// somebody has yet to acknowledge it. STATE_FORBIDS when it is not legal from where
// the escalation stands or the caller is no person, FIELD_INVALID when it is resolved without a
// reason; nothing changed then.
absl::Status Apply(const rpc::Call& call, Answer answer, std::string text,
                   v1::Escalation& escalation);

}  // namespace midstance::escalations

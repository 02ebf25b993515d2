#pragma once

#include <optional>

#include "midstance/v1/escalation.pb.h"
#include "support/time.h"

// When a red flag was answered, counted from when it was as urgent as it is. One that came again
// after its evidence had changed was answered when it was the first time.
namespace midstance::reports {

// Since when it is as urgent as it is now: since the first firing that was; else since it was
// raised.
Instant AsUrgentSince(const v1::Escalation& escalation);

// When somebody acknowledged it, or handed it over, first after that: who answered for something
// less urgent did not answer for this. Nothing: nobody did.
std::optional<Instant> AcknowledgedTime(const v1::Escalation& escalation);

}  // namespace midstance::reports

#pragma once

#include "midstance/rules/v1/rule_set.pb.h"
#include "midstance/v1/escalation.pb.h"
#include "support/time.h"

namespace midstance::cases {

// How long after it was raised an escalation may wait for a doctor: EMERGENCY not at all, URGENT 72
// hours, SOON 14 days, WATCH 7 days (for the therapist).
Duration TimeFor(rules::v1::Urgency urgency);

// Since when an escalation that is OPEN or EVIDENCE_CHANGED has waited for somebody to acknowledge
// it: since the first rule that was as urgent as it is now; where no rule raised it, since it was
// raised, or last rose. Not before it was acknowledged last, nor before its evidence changed after
// that. When it came again, or rose, after its evidence had changed, it waits anew: whoever was
// told that the old wait is late is told again. One that nobody ever took on, and that was not late
// yet, waits on, so that no evidence that comes and goes puts off when it is late.
Instant OpenSince(const v1::Escalation& escalation);

}  // namespace midstance::cases

#pragma once

#include "midstance/v1/follow_up.pb.h"
#include "support/time.h"

namespace midstance::followups {

// The follow-up as it stands at `now`: a scheduled one whose due time has passed is OVERDUE. Stored
// ones are never OVERDUE; whoever shows one (a verb, a stream) shows it through this.
v1::FollowUp AsOf(v1::FollowUp stored, Instant now);

// It is no longer to be done, and nobody is reminded of it.
void End(v1::FollowUp::State state, Instant now, v1::FollowUp& follow_up);

}  // namespace midstance::followups

#include "services/followups/state.h"

namespace midstance::followups {

v1::FollowUp AsOf(v1::FollowUp stored, Instant now) {
  if (stored.state() == v1::FollowUp::STATE_SCHEDULED && InstantOf(stored.due_time()) < now) {
    stored.set_state(v1::FollowUp::STATE_OVERDUE);
  }
  return stored;
}

void End(v1::FollowUp::State state, Instant now, v1::FollowUp& follow_up) {
  follow_up.set_state(state);
  *follow_up.mutable_end_time() = TimestampOf(now);
  follow_up.clear_next_reminder_time();
}

}  // namespace midstance::followups

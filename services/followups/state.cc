#include "services/followups/state.h"

namespace midstance::followups {

v1::FollowUp AsOf(v1::FollowUp stored, Instant now) {
  if (stored.state() == v1::FollowUp::STATE_SCHEDULED && InstantOf(stored.due_time()) < now) {
    stored.set_state(v1::FollowUp::STATE_OVERDUE);
  }
  return stored;
}

}  // namespace midstance::followups

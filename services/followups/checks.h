#pragma once

#include <absl/status/statusor.h>

#include <string>

#include "midstance/v1/follow_up.pb.h"
#include "storage/store.h"

namespace midstance::followups {

// The follow-up that a write goes on from: it exists, its patient is not deleted, `etag` is its
// own, and it is neither completed nor cancelled (STATE_FORBIDS).
absl::StatusOr<v1::FollowUp> Pending(const storage::Reader& reader, const std::string& name,
                                     const std::string& etag, const std::string& etag_path);

// What no single field's options can say: an assignee other than before may sign in, an escalation
// other than before is there and of the same case. FIELD_INVALID lists everything wrong.
absl::Status CheckFollowUp(const storage::Reader& reader, const v1::FollowUp& follow_up,
                           const v1::FollowUp& before);

}  // namespace midstance::followups

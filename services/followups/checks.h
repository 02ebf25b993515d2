#pragma once

#include <absl/status/statusor.h>

#include <string>

#include "google/rpc/error_details.pb.h"
#include "midstance/v1/follow_up.pb.h"
#include "services/schedule/clinic_calendar.h"
#include "storage/store.h"

namespace midstance::followups {

// The follow-up that a write goes on from: it exists, its patient is not deleted, `etag` is its
// own, and it is neither completed nor cancelled nor missed (STATE_FORBIDS). Of all states the
// follow-up may be changed and ended from this one alone, also when it is overdue.
absl::StatusOr<v1::FollowUp> Pending(const storage::Reader& reader, const std::string& name,
                                     const std::string& etag, const std::string& etag_path);

// What no single field's options can say: an assignee other than before may sign in, an escalation
// other than before is there and of the same case, a series does not end before it begins.
// FIELD_INVALID lists everything wrong, `violations` included.
absl::Status CheckFollowUp(const storage::Reader& reader, const schedule::ClinicCalendar& calendar,
                           const v1::FollowUp& follow_up, const v1::FollowUp& before,
                           google::rpc::BadRequest violations);

}  // namespace midstance::followups

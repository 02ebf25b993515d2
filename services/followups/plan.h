#pragma once

#include <absl/status/statusor.h>

#include "midstance/v1/case.pb.h"
#include "midstance/v1/follow_up.pb.h"
#include "services/rpc/call.h"
#include "services/schedule/clinic_calendar.h"
#include "storage/store.h"

namespace midstance::followups {

// Plans `to_do` for the case, which has not ended: named and scheduled, for the caller unless it
// says for whom. FIELD_INVALID, by the paths of "follow_up", lists everything wrong with it.
absl::StatusOr<v1::FollowUp> Plan(const rpc::Call& call, const schedule::ClinicCalendar& calendar,
                                  const v1::Case& of, v1::FollowUp to_do, storage::Writer& writer);

}  // namespace midstance::followups

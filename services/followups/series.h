#pragma once

#include <absl/status/status.h>

#include <optional>

#include "google/rpc/error_details.pb.h"
#include "midstance/v1/follow_up.pb.h"
#include "services/rpc/call.h"
#include "services/schedule/clinic_calendar.h"
#include "storage/store.h"

// Follow-ups that come again. One of a series is to be done at a time: the next one is planned when
// that one ends, so that it follows what was done and not what was once planned.
namespace midstance::followups {

// Makes `follow_up`, whose due time is set, the first of a series if it recurs and is of none yet.
void BeginSeries(v1::FollowUp& follow_up);
// From now on the series is due as this one is.
void MoveSeries(v1::FollowUp& follow_up);

// Adds a violation below `path` when the series ends before it begins.
void CheckRecurrence(const schedule::ClinicCalendar& calendar, std::string_view path,
                     const v1::FollowUp& follow_up, google::rpc::BadRequest& violations);

// The one after `ended`, without name and state of storage; nothing when it does not recur or the
// series is at its end. Pure. Counted from `from`; the first one of the sequence that is not before
// `earliest`.
std::optional<v1::FollowUp> NextOf(const schedule::ClinicCalendar& calendar,
                                   const v1::FollowUp& ended, schedule::LocalDay from,
                                   schedule::LocalDay earliest, Instant now);

// How one of a series ended.
enum class Ended { kDone, kLeftOut };

// Plans the one after `ended`, which is updated by the caller and gets its `next`. Nothing when its
// case has ended.
absl::Status PlanNext(const rpc::Call& call, const schedule::ClinicCalendar& calendar, Ended how,
                      storage::Writer& writer, v1::FollowUp& ended);

}  // namespace midstance::followups

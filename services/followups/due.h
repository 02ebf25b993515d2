#pragma once

#include <optional>
#include <string_view>

#include "google/rpc/error_details.pb.h"
#include "midstance/v1/follow_up.pb.h"
#include "services/schedule/clinic_calendar.h"

// When a follow-up is due and when to remind of it. Pure.
namespace midstance::followups {

// A due day is told as the end of that day. Adds a violation below `path` unless exactly one of
// `due_time` and `due_date` is set and the day is one of the calendar.
void SetDue(const schedule::ClinicCalendar& calendar, std::string_view path,
            v1::FollowUp& follow_up, google::rpc::BadRequest& violations);

// Due by the end of `day`.
void SetDueDay(const schedule::ClinicCalendar& calendar, schedule::LocalDay day,
               v1::FollowUp& follow_up);

// A moment at which to remind.
struct ReminderMoment {
  Instant at;
  int days_before = 0;
  auto operator<=>(const ReminderMoment&) const = default;
};

// The first one after `after` and the last one up to `until` of those that the follow-up asks for.
std::optional<ReminderMoment> FirstReminderAfter(const schedule::ClinicCalendar& calendar,
                                                 const v1::FollowUp& follow_up, Instant after);
std::optional<ReminderMoment> LastReminderUntil(const schedule::ClinicCalendar& calendar,
                                                const v1::FollowUp& follow_up, Instant until);

// Sets or clears next_reminder_time: the first moment after `after`, none once the follow-up is no
// longer to be done.
void PlanReminder(const schedule::ClinicCalendar& calendar, Instant after, v1::FollowUp& follow_up);

}  // namespace midstance::followups

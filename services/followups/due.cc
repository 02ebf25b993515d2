#include "services/followups/due.h"

#include <string>

#include "support/status.h"

namespace midstance::followups {
namespace {

ReminderMoment MomentOf(const schedule::ClinicCalendar& calendar, const v1::FollowUp& follow_up,
                        int days_before) {
  const auto due = calendar.DayOf(InstantOf(follow_up.due_time()));
  return {calendar.StartOf(due.PlusDays(-days_before)), days_before};
}

}  // namespace

void SetDueDay(const schedule::ClinicCalendar& calendar, schedule::LocalDay day,
               v1::FollowUp& follow_up) {
  follow_up.set_due_date(day.Text());
  *follow_up.mutable_due_time() = TimestampOf(calendar.EndOf(day));
}

void SetDue(const schedule::ClinicCalendar& calendar, std::string_view path,
            v1::FollowUp& follow_up, google::rpc::BadRequest& violations) {
  if (follow_up.has_due_time() == !follow_up.due_date().empty()) {
    return AddViolation(violations, std::string(path) + "due_time",
                        "must be set, or due_date instead of it, but not both");
  }
  if (follow_up.has_due_time()) return;
  const auto day = schedule::LocalDay::Parse(follow_up.due_date());
  if (!day.has_value()) {
    return AddViolation(violations, std::string(path) + "due_date",
                        "must be a day of the calendar");
  }
  SetDueDay(calendar, *day, follow_up);
}

std::optional<ReminderMoment> FirstReminderAfter(const schedule::ClinicCalendar& calendar,
                                                 const v1::FollowUp& follow_up, Instant after) {
  std::optional<ReminderMoment> first;
  for (const int days : follow_up.remind_before_days()) {
    const auto moment = MomentOf(calendar, follow_up, days);
    if (moment.at > after && (!first.has_value() || moment < *first)) first = moment;
  }
  return first;
}

std::optional<ReminderMoment> LastReminderUntil(const schedule::ClinicCalendar& calendar,
                                                const v1::FollowUp& follow_up, Instant until) {
  std::optional<ReminderMoment> last;
  for (const int days : follow_up.remind_before_days()) {
    const auto moment = MomentOf(calendar, follow_up, days);
    if (moment.at <= until && (!last.has_value() || moment > *last)) last = moment;
  }
  return last;
}

void PlanReminder(const schedule::ClinicCalendar& calendar, Instant after,
                  v1::FollowUp& follow_up) {
  follow_up.clear_next_reminder_time();
  if (follow_up.state() != v1::FollowUp::STATE_SCHEDULED) return;
  const auto next = FirstReminderAfter(calendar, follow_up, after);
  if (next.has_value()) *follow_up.mutable_next_reminder_time() = TimestampOf(next->at);
}

}  // namespace midstance::followups

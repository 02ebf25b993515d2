#include "services/followups/series.h"

#include <string>

#include "services/cases/lifecycle.h"
#include "services/followups/due.h"
#include "storage/tables/all.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::followups {
namespace {

using schedule::CalendarSpan;
using schedule::ClinicCalendar;
using schedule::LocalDay;
using v1::FollowUp;

CalendarSpan SpanOf(const FollowUp::Recurrence& recurrence, int times) {
  const int count = recurrence.every() * times;
  switch (recurrence.unit()) {
    case FollowUp::Recurrence::UNIT_WEEK:
      return {count, CalendarSpan::Unit::kWeek};
    case FollowUp::Recurrence::UNIT_MONTH:
      return {count, CalendarSpan::Unit::kMonth};
    default:
      return {count, CalendarSpan::Unit::kDay};
  }
}

// The first day of the sequence after `from` that is not before `earliest`. Each is counted from
// `from`, so that a short month does not shorten those after it.
LocalDay FirstOfSequence(const FollowUp::Recurrence& recurrence, LocalDay from, LocalDay earliest) {
  int times = 1;
  LocalDay day = Later(from, SpanOf(recurrence, times));
  while (day < earliest) day = Later(from, SpanOf(recurrence, ++times));
  return day;
}

// What the next one does not take over.
void ForgetHowItEnded(FollowUp& next) {
  next.clear_name();
  next.clear_etag();
  next.clear_create_time();
  next.clear_update_time();
  next.clear_outcome_note();
  next.clear_change_reason();
  next.clear_end_time();
  next.clear_done_time();
  next.clear_fulfilled_by();
  next.clear_next();
  next.clear_missed_contacts();
  next.clear_reminders_sent();
}

}  // namespace

void MoveSeries(FollowUp& follow_up) {
  if (follow_up.series().empty()) return;
  *follow_up.mutable_series_due_time() = follow_up.due_time();
  follow_up.set_series_due_date(follow_up.due_date());
}

void BeginSeries(FollowUp& follow_up) {
  if (!follow_up.has_recurrence() || !follow_up.series().empty()) return;
  follow_up.set_series(follow_up.name());
  follow_up.set_occurrence(1);
  MoveSeries(follow_up);
}

void CheckRecurrence(const ClinicCalendar& calendar, std::string_view path,
                     const FollowUp& follow_up, google::rpc::BadRequest& violations) {
  const auto& until = follow_up.recurrence().until_date();
  if (until.empty() || !follow_up.has_due_time()) return;
  const auto day = LocalDay::Parse(until);
  if (day.has_value() && *day >= calendar.DayOf(InstantOf(follow_up.due_time()))) return;
  AddViolation(violations, std::string(path) + "recurrence.until_date",
               "must be a day of the calendar, and not before the due day");
}

std::optional<FollowUp> NextOf(const ClinicCalendar& calendar, const FollowUp& ended, LocalDay from,
                               LocalDay earliest, Instant now) {
  if (!ended.has_recurrence()) return std::nullopt;
  const auto& recurrence = ended.recurrence();
  if (recurrence.has_count() && ended.occurrence() >= recurrence.count()) return std::nullopt;
  const LocalDay day = FirstOfSequence(recurrence, from, earliest);
  const auto until = LocalDay::Parse(recurrence.until_date());
  if (until.has_value() && day > *until) return std::nullopt;
  FollowUp next = ended;
  ForgetHowItEnded(next);
  next.set_state(FollowUp::STATE_SCHEDULED);
  next.set_occurrence(ended.occurrence() + 1);
  next.clear_due_date();
  if (ended.series_due_date().empty()) {
    *next.mutable_due_time() =
        TimestampOf(calendar.SameTimeOn(day, InstantOf(ended.series_due_time())));
  } else {
    SetDueDay(calendar, day, next);
  }
  MoveSeries(next);
  PlanReminder(calendar, now, next);
  return next;
}

absl::Status PlanNext(const rpc::Call& call, const ClinicCalendar& calendar, Ended how,
                      storage::Writer& writer, FollowUp& ended) {
  if (!ended.has_recurrence()) return absl::OkStatus();
  MIDSTANCE_ASSIGN_OR_RETURN(const auto own, ResourceName::Parse(ended.name()));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto of, writer.Get<v1::Case>(own.case_name()));
  if (cases::Ended(of)) return absl::OkStatus();
  // What was done late is due again so much after it was done, even if that is past by now; what
  // was left out is not planned for a day that is over.
  const bool done = how == Ended::kDone;
  const LocalDay from =
      calendar.DayOf(InstantOf(done ? ended.done_time() : ended.series_due_time()));
  auto next = NextOf(calendar, ended, from, done ? from : calendar.DayOf(call.now), call.now);
  if (!next.has_value()) return absl::OkStatus();
  MIDSTANCE_ASSIGN_OR_RETURN(const auto parent, ResourceName::Parse(of.name()));
  next->set_name(ChildName(parent, Kind::kFollowUp, call.NewId()).str());
  ended.set_next(next->name());
  return writer.Insert(*next, call.now);
}

}  // namespace midstance::followups

#include "services/jobs/reminders.h"

#include <utility>

#include "midstance/v1/follow_up.pb.h"
#include "services/followups/due.h"
#include "services/jobs/unit.h"
#include "storage/tables/all.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::jobs {
namespace {

storage::Query DueAt(Instant now, int limit) {
  storage::Query query;
  query.where =
      storage::Filter::Compare("remind_time", storage::Filter::Op::kLessOrEqual, MicrosOf(now));
  query.order = {{"remind_time", false}};
  query.limit = limit;
  return query;
}

void AddReminder(const schedule::ClinicCalendar& calendar, Instant now, v1::FollowUp& follow_up) {
  const auto moment = followups::LastReminderUntil(calendar, follow_up, now);
  if (!moment.has_value()) return;
  auto& reminder = *follow_up.add_reminders_sent();
  *reminder.mutable_reminder_time() = TimestampOf(moment->at);
  *reminder.mutable_sent_time() = TimestampOf(now);
  reminder.set_days_before(moment->days_before);
}

absl::StatusOr<storage::WriteUnit> Decide(const schedule::ClinicCalendar& calendar, Instant now,
                                          const storage::Reader& reader) {
  MIDSTANCE_ASSIGN_OR_RETURN(auto due, reader.List<v1::FollowUp>(DueAt(now, kMostReminders)));
  storage::Writer writer(reader);
  for (v1::FollowUp& follow_up : due.items) {
    MIDSTANCE_ASSIGN_OR_RETURN(const auto name, ResourceName::Parse(follow_up.name()));
    MIDSTANCE_ASSIGN_OR_RETURN(const bool deleted, IsDeleted(reader, name.patient_name()));
    if (!deleted) AddReminder(calendar, now, follow_up);
    followups::PlanReminder(calendar, now, follow_up);
    MIDSTANCE_RETURN_IF_ERROR(writer.Update(follow_up, now));
  }
  return UnitOf(writer, "follow_up.remind", now);
}

}  // namespace

absl::Status Remind(storage::Store& store, const schedule::ClinicCalendar& calendar,
                    const std::string& clinic, Instant now) {
  bool any = false;
  MIDSTANCE_RETURN_IF_ERROR(store.Read(clinic, [&](const storage::Reader& reader) -> absl::Status {
    MIDSTANCE_ASSIGN_OR_RETURN(const auto due, reader.List<v1::FollowUp>(DueAt(now, 1)));
    any = !due.items.empty();
    return absl::OkStatus();
  }));
  if (!any) return absl::OkStatus();
  return store
      .Write(clinic, [&](const storage::Reader& reader) { return Decide(calendar, now, reader); })
      .status();
}

}  // namespace midstance::jobs

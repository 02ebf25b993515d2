#include "services/followups/schedule_plan.h"

#include <algorithm>

#include "services/followups/due.h"

namespace midstance::followups {
namespace {

using config::v1::ScheduleRow;
using schedule::ClinicCalendar;
using schedule::LocalDay;

std::optional<LocalDay> AnchorOf(const ScheduleRow& row, const Course& course) {
  switch (row.anchor()) {
    case ScheduleRow::ANCHOR_FIRST_TREATMENT:
      return course.FirstTreatment();
    case ScheduleRow::ANCHOR_DISCHARGE_PLANNED:
      return course.discharge_planned;
    default:
      return std::nullopt;
  }
}

std::optional<LocalDay> LastDone(const ClinicCalendar& calendar, const ScheduleRow& row,
                                 const Course& course) {
  std::optional<LocalDay> last;
  for (const auto& follow_up : course.follow_ups) {
    if (follow_up.schedule_row() != row.id() || !follow_up.has_done_time()) continue;
    last = std::max(last, std::optional(calendar.DayOf(InstantOf(follow_up.done_time()))));
  }
  return last;
}

}  // namespace

std::optional<LocalDay> FirstDue(const ScheduleRow& row, const Course& course) {
  if (row.kind() == v1::FollowUp::KIND_CERTIFICATION && course.certified.has_value()) {
    return course.certified->PlusDays(row.repeat_after_days());
  }
  const auto anchor = AnchorOf(row, course);
  if (!anchor.has_value()) return std::nullopt;
  return anchor->PlusDays(row.due_after_days());
}

std::optional<LocalDay> DueByTreatment(const ClinicCalendar& calendar, const ScheduleRow& row,
                                       const Course& course) {
  if (row.treatment_days() == 0) return std::nullopt;
  const auto last = LastDone(calendar, row, course);
  int counted = 0;
  for (const LocalDay day : course.treatment_days) {
    if (last.has_value() && day <= *last) continue;
    if (++counted == row.treatment_days()) return day;
  }
  return std::nullopt;
}

std::optional<Fulfilment> FulfilmentOf(const ScheduleRow& row, const Course& course) {
  const auto anchor = AnchorOf(row, course);
  if (!anchor.has_value()) return std::nullopt;
  const bool last = row.anchor() == ScheduleRow::ANCHOR_DISCHARGE_PLANNED;
  const Recorded* measured = nullptr;
  const Recorded* examined = nullptr;
  for (const auto& record : course.records) {
    const int day = anchor->DaysUntil(record.day);
    if (row.has_opens_after_days() && day < row.opens_after_days()) continue;
    if (row.has_closes_after_days() && day >= row.closes_after_days()) continue;
    if (record.what == Recorded::What::kMeasured) {
      if (measured == nullptr) measured = &record;
    } else if (examined == nullptr && (!last || record.what == Recorded::What::kExaminedLast)) {
      examined = &record;
    }
  }
  if (measured == nullptr) return std::nullopt;
  if (row.kind() == v1::FollowUp::KIND_OUTCOME_MEASURES) {
    return Fulfilment{measured->occurred, {measured->name}};
  }
  if (row.kind() != v1::FollowUp::KIND_REASSESSMENT || examined == nullptr) return std::nullopt;
  return Fulfilment{std::max(measured->occurred, examined->occurred),
                    {measured->name, examined->name}};
}

v1::FollowUp FollowUpOf(const ClinicCalendar& calendar, const ScheduleRow& row, LocalDay day) {
  v1::FollowUp planned;
  planned.set_state(v1::FollowUp::STATE_SCHEDULED);
  planned.set_kind(row.kind());
  planned.set_title(row.title());
  planned.set_schedule_row(row.id());
  *planned.mutable_remind_before_days() = row.remind_before_days();
  if (row.repeat_after_days() > 0) {
    planned.mutable_recurrence()->set_every(row.repeat_after_days());
    planned.mutable_recurrence()->set_unit(v1::FollowUp::Recurrence::UNIT_DAY);
  }
  SetDueDay(calendar, day, planned);
  return planned;
}

}  // namespace midstance::followups

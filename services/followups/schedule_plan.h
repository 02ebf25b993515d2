#pragma once

#include <optional>
#include <string>
#include <vector>

#include "midstance/config/v1/follow_up_schedule.pb.h"
#include "services/followups/course.h"

// What the re-assessment schedule asks of a case. Pure.
namespace midstance::followups {

// The day by whose end the first follow-up of the row is due; nothing while the case does not have
// the day that the row counts from. A plan of care that was certified already is due again after
// the row's repetition.
std::optional<schedule::LocalDay> FirstDue(const config::v1::ScheduleRow& row,
                                           const Course& course);

// The treatment day on which the row is due whatever the calendar says: `treatment_days` of them
// after its last one was done. Nothing for rows without such a number, and while there were fewer.
std::optional<schedule::LocalDay> DueByTreatment(const schedule::ClinicCalendar& calendar,
                                                 const config::v1::ScheduleRow& row,
                                                 const Course& course);

// What fulfils a row of the schedule, and since when.
struct Fulfilment {
  Instant done;
  std::vector<std::string> records;
};

// Of outcome measures the first score in the row's days; of a re-assessment the first score and the
// first re-assessment in them, of the last one the last examination. Nothing while one of them is
// missing, and never for a row of another kind: what a call or a report was good for only a person
// can tell.
std::optional<Fulfilment> FulfilmentOf(const config::v1::ScheduleRow& row, const Course& course);

// A follow-up of the row, due by the end of `day`; without name and assignee.
v1::FollowUp FollowUpOf(const schedule::ClinicCalendar& calendar,
                        const config::v1::ScheduleRow& row, schedule::LocalDay day);

}  // namespace midstance::followups

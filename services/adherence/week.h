#pragma once

#include <span>

#include "midstance/v1/check_in.pb.h"
#include "midstance/v1/enrollment.pb.h"
#include "services/adherence/clinic_day.h"
#include "services/adherence/parameters.h"

namespace midstance::adherence {

// The week, Monday to Sunday, that a day is in.
Days WeekOf(Day day);

// What was told and what programs ask for on each day of that week. `check_ins` are those of the
// week before it and of it: they tell what is left of a dose by the week.
v1::CheckInWeek CheckInWeekOf(std::span<const v1::Enrollment> enrollments,
                              std::span<const v1::CheckIn> check_ins, Day day,
                              const Parameters& parameters,
                              const schedule::ClinicCalendar& calendar);

}  // namespace midstance::adherence

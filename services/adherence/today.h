#pragma once

#include <span>

#include "midstance/v1/check_in.pb.h"
#include "midstance/v1/enrollment.pb.h"
#include "midstance/v1/todays_plan.pb.h"
#include "services/adherence/clinic_day.h"
#include "services/adherence/parameters.h"

namespace midstance::adherence {

// The exercises that active programs ask for on a day, held ones marked. `check_ins` are those of
// the week before and of the day: they tell what is left of a dose by the week.
v1::TodaysPlan PlanOfDay(std::span<const v1::Enrollment> enrollments,
                         std::span<const v1::CheckIn> check_ins, Day day,
                         const Parameters& parameters, const schedule::ClinicCalendar& calendar);

// Whether programs ask for an exercise on a day: one that is due and not held. Those that ended
// since count until then.
bool AsksOn(std::span<const v1::Enrollment> enrollments, std::span<const v1::CheckIn> check_ins,
            Day day, const Parameters& parameters, const schedule::ClinicCalendar& calendar);

}  // namespace midstance::adherence

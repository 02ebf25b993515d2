#pragma once

#include <span>
#include <string>

#include "midstance/v1/adherence.pb.h"
#include "services/adherence/ledger.h"

namespace midstance::adherence {

// The days of `window` of a ledger added up: overall, by exercise, by week, and in words. `case`
// and `last_seen_date` are left to the caller.
v1::Adherence AdherenceIn(const Ledger& ledger, const Days& window, const Parameters& parameters);

// A warning of more exercises than are advised, counted on one day; empty when there are not.
std::string TooManyExercises(std::span<const v1::Enrollment> enrollments, Day day,
                             const Parameters& parameters,
                             const schedule::ClinicCalendar& calendar);

// Whether a percentage reaches the threshold; one that equals it does.
bool Reaches(double percent, const Parameters& parameters);

// "75", "55.6": at most one decimal, rounded half up.
std::string NumberText(double number);

}  // namespace midstance::adherence

#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "midstance/v1/check_in.pb.h"
#include "midstance/v1/enrollment.pb.h"
#include "services/adherence/clinic_day.h"
#include "services/adherence/parameters.h"

// What a home program asks for on which day.
namespace midstance::adherence {

// The farthest day that a program without an end reaches.
inline constexpr Day kNoEnd{std::chrono::year{2999} / 12 / 31};

// One exercise as one prescription has it. Refers to the enrollment that it was made from.
struct Prescribed {
  const v1::PrescribedExercise* exercise = nullptr;
  Day start;  // first day of the prescription: from here on weeks and every-so-many-days count
  Days days;  // when it holds, within the program
};

// How often a dose asks for a session.
struct Frequency {
  enum class Kind { kPerDay, kPerWeek, kEveryDays, kWeekdays };
  Kind kind = Kind::kPerDay;
  int count = 1;          // sessions a day, sessions a week, or days from one to the next
  unsigned weekdays = 0;  // one bit for each v1::Weekday
};
Frequency FrequencyOf(const v1::PrescribedExercise& exercise, const Parameters& parameters);

// Days on which the program was to be done. One that is on hold, or was stopped, ends with the day
// before; one that was completed, with that day.
Days ProgramDays(const v1::Enrollment& enrollment, const schedule::ClinicCalendar& calendar);
// A prescription ends the day before the next one begins.
std::vector<Prescribed> ExercisesOf(const v1::Enrollment& enrollment,
                                    const schedule::ClinicCalendar& calendar);
std::vector<Prescribed> ExercisesOf(std::span<const v1::Enrollment> enrollments,
                                    const schedule::ClinicCalendar& calendar);

bool IsExcused(const v1::Enrollment& enrollment, Day day);
// Held back on that day: from the day of a hold on, until the day on which it was lifted.
bool IsHeld(const v1::PrescribedExercise& exercise, Day day,
            const schedule::ClinicCalendar& calendar);

// Whether the day is one that the dose names. Of a dose by the week every day may be one.
bool IsDueDay(const Prescribed& what, const Frequency& frequency, Day day);
// The days that share one quota with `day`: itself, its week of the prescription, or its turn of
// every so many days.
Days CellOf(const Prescribed& what, const Frequency& frequency, Day day);

// Sessions that a report of one day stands for, at most what the dose asks for on one day.
double SessionsIn(const v1::ExerciseReport& report, const v1::PrescribedExercise& exercise,
                  const Frequency& frequency, const Parameters& parameters);

bool SameExercise(const v1::ExerciseReport& report, const v1::PrescribedExercise& exercise);

// The day that a check-in tells of.
inline Day DayTold(const v1::CheckIn& check_in, const schedule::ClinicCalendar& calendar) {
  return calendar.DateOf(InstantOf(check_in.occurred_time()));
}

}  // namespace midstance::adherence

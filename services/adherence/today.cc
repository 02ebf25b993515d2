#include "services/adherence/today.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "services/adherence/plan.h"

namespace midstance::adherence {
namespace {

constexpr char kHeldText[] = "Held: please leave it out and ask your therapist.";

// Sessions told of an exercise in its week before `day`, each day by the report that says most.
double DoneBefore(std::span<const v1::CheckIn> check_ins, const Prescribed& what,
                  const Frequency& frequency, const Days& week, Day day,
                  const Parameters& parameters, const schedule::ClinicCalendar& calendar) {
  std::map<Day, double> best;
  for (const auto& check_in : check_ins) {
    const Day told = DayTold(check_in, calendar);
    if (check_in.state() != v1::RECORD_STATE_ACTIVE || !week.Has(told) || told >= day) continue;
    for (const auto& report : check_in.exercises()) {
      if (!SameExercise(report, *what.exercise)) continue;
      auto& most = best[told];
      most = std::max(most, SessionsIn(report, *what.exercise, frequency, parameters));
    }
  }
  double sum = 0;
  for (const auto& [told, sessions] : best) sum += sessions;
  return sum;
}

v1::PlannedExercise PlannedOn(const Prescribed& what, std::span<const v1::CheckIn> check_ins,
                              Day day, const Parameters& parameters,
                              const schedule::ClinicCalendar& calendar) {
  const auto& exercise = *what.exercise;
  v1::PlannedExercise planned;
  planned.set_exercise(exercise.exercise());
  if (exercise.side() != v1::SIDE_UNSPECIFIED) planned.set_side(exercise.side());
  if (exercise.has_dose()) *planned.mutable_dose() = exercise.dose();
  planned.set_note(exercise.note());
  if (IsHeld(exercise, day, calendar)) {
    planned.set_held(true);
    planned.set_text(kHeldText);
    return planned;
  }
  const Frequency frequency = FrequencyOf(exercise, parameters);
  planned.set_due(IsDueDay(what, frequency, day));
  if (frequency.kind == Frequency::Kind::kPerWeek) {
    const Days week = CellOf(what, frequency, day);
    const double done = DoneBefore(check_ins, what, frequency, week, day, parameters, calendar);
    const int left = std::max(0, frequency.count - static_cast<int>(std::floor(done)));
    planned.set_left_this_week(left);
    planned.set_due(left > 0);
  }
  return planned;
}

}  // namespace

v1::TodaysPlan PlanOfDay(std::span<const v1::Enrollment> enrollments,
                         std::span<const v1::CheckIn> check_ins, Day day,
                         const Parameters& parameters, const schedule::ClinicCalendar& calendar) {
  v1::TodaysPlan plan;
  plan.set_date(DayText(day));
  for (const auto& enrollment : enrollments) {
    if (enrollment.state() != v1::Enrollment::STATE_ACTIVE || IsExcused(enrollment, day)) continue;
    for (const auto& what : ExercisesOf(enrollment, calendar)) {
      if (!what.days.Has(day)) continue;
      *plan.add_exercises() = PlannedOn(what, check_ins, day, parameters, calendar);
    }
  }
  return plan;
}

bool AsksOn(std::span<const v1::Enrollment> enrollments, std::span<const v1::CheckIn> check_ins,
            Day day, const Parameters& parameters, const schedule::ClinicCalendar& calendar) {
  for (const auto& enrollment : enrollments) {
    if (IsExcused(enrollment, day)) continue;
    for (const auto& what : ExercisesOf(enrollment, calendar)) {
      if (!what.days.Has(day)) continue;
      if (PlannedOn(what, check_ins, day, parameters, calendar).due()) return true;
    }
  }
  return false;
}

}  // namespace midstance::adherence

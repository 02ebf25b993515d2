#include "services/adherence/plan.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace midstance::adherence {
namespace {

using std::chrono::days;

constexpr int kDaysOfAWeek = 7;

Day DayIn(std::string_view text, Day otherwise) { return rpc::ParseDay(text).value_or(otherwise); }

// 1 is Monday, as in v1::Weekday.
unsigned WeekdayBit(Day day) { return 1U << std::chrono::weekday(day).iso_encoding(); }

}  // namespace

Frequency FrequencyOf(const v1::PrescribedExercise& exercise, const Parameters& parameters) {
  const auto& dose = exercise.dose();
  if (dose.has_per_day()) return {.kind = Frequency::Kind::kPerDay, .count = dose.per_day()};
  if (dose.has_per_week()) return {.kind = Frequency::Kind::kPerWeek, .count = dose.per_week()};
  if (dose.has_every_days()) {
    return {.kind = Frequency::Kind::kEveryDays, .count = dose.every_days()};
  }
  if (dose.days_size() > 0) {
    Frequency frequency{.kind = Frequency::Kind::kWeekdays};
    for (const int day : dose.days()) frequency.weekdays |= 1U << static_cast<unsigned>(day);
    return frequency;
  }
  return {.kind = Frequency::Kind::kPerDay, .count = parameters.usual_sessions_per_day};
}

Days ProgramDays(const v1::Enrollment& enrollment, const schedule::ClinicCalendar& calendar) {
  const auto first = rpc::ParseDay(enrollment.start_date());
  if (!first.has_value()) return {kNoEnd, Day{}};
  Days program{*first, DayIn(enrollment.end_date(), kNoEnd)};
  if (!enrollment.has_state_time()) return program;
  const Day moved = calendar.DateOf(InstantOf(enrollment.state_time()));
  switch (enrollment.state()) {
    case v1::Enrollment::STATE_COMPLETED:
      program.last = std::min(program.last, moved);
      break;
    case v1::Enrollment::STATE_ON_HOLD:
    case v1::Enrollment::STATE_STOPPED:
      program.last = std::min(program.last, moved - days{1});
      break;
    default:
      break;
  }
  return program;
}

std::vector<Prescribed> ExercisesOf(const v1::Enrollment& enrollment,
                                    const schedule::ClinicCalendar& calendar) {
  const Days program = ProgramDays(enrollment, calendar);
  std::vector<std::pair<Day, const v1::Prescription*>> prescriptions;
  prescriptions.reserve(static_cast<std::size_t>(enrollment.prescriptions_size()));
  for (const auto& prescription : enrollment.prescriptions()) {
    prescriptions.emplace_back(DayIn(prescription.start_date(), program.first), &prescription);
  }
  std::stable_sort(prescriptions.begin(), prescriptions.end(),
                   [](const auto& one, const auto& other) { return one.first < other.first; });
  std::vector<Prescribed> exercises;
  for (std::size_t i = 0; i < prescriptions.size(); ++i) {
    const Day start = std::max(prescriptions[i].first, program.first);
    const Day last =
        i + 1 < prescriptions.size() ? prescriptions[i + 1].first - days{1} : program.last;
    const Days held = Overlap(program, {start, last});
    if (held.empty()) continue;
    for (const auto& exercise : prescriptions[i].second->exercises()) {
      exercises.push_back({.exercise = &exercise, .start = start, .days = held});
    }
  }
  return exercises;
}

std::vector<Prescribed> ExercisesOf(std::span<const v1::Enrollment> enrollments,
                                    const schedule::ClinicCalendar& calendar) {
  std::vector<Prescribed> all;
  for (const auto& enrollment : enrollments) {
    auto more = ExercisesOf(enrollment, calendar);
    std::move(more.begin(), more.end(), std::back_inserter(all));
  }
  return all;
}

bool IsExcused(const v1::Enrollment& enrollment, Day day) {
  const auto& all = enrollment.excused();
  return std::any_of(all.begin(), all.end(), [&](const v1::ExcusedSpan& span) {
    const auto first = rpc::ParseDay(span.first_date());
    const auto last = rpc::ParseDay(span.last_date());
    return first.has_value() && last.has_value() && Days{*first, *last}.Has(day);
  });
}

bool IsHeld(const v1::PrescribedExercise& exercise, Day day,
            const schedule::ClinicCalendar& calendar) {
  for (const auto& lifted : exercise.lifted()) {
    if (day >= calendar.DateOf(InstantOf(lifted.hold().hold_time())) &&
        day < calendar.DateOf(InstantOf(lifted.lift_time()))) {
      return true;
    }
  }
  if (!exercise.has_hold()) return false;
  return !exercise.hold().has_hold_time() ||
         day >= calendar.DateOf(InstantOf(exercise.hold().hold_time()));
}

bool IsDueDay(const Prescribed& what, const Frequency& frequency, Day day) {
  switch (frequency.kind) {
    case Frequency::Kind::kEveryDays:
      return (day - what.start).count() % frequency.count == 0;
    case Frequency::Kind::kWeekdays:
      return (frequency.weekdays & WeekdayBit(day)) != 0;
    default:
      return true;
  }
}

Days CellOf(const Prescribed& what, const Frequency& frequency, Day day) {
  if (frequency.kind == Frequency::Kind::kPerDay) return {day, day};
  const int length = frequency.kind == Frequency::Kind::kEveryDays ? frequency.count : kDaysOfAWeek;
  const Day first = what.start + days{(day - what.start).count() / length * length};
  return Overlap(what.days, {first, first + days{length - 1}});
}

double SessionsIn(const v1::ExerciseReport& report, const v1::PrescribedExercise& exercise,
                  const Frequency& frequency, const Parameters& parameters) {
  const double whole = frequency.kind == Frequency::Kind::kPerDay ? frequency.count : 1;
  switch (report.done()) {
    case v1::DONE_FULL:
      return whole;
    case v1::DONE_PART:
      if (report.has_sets_done() && exercise.dose().has_sets()) {
        const double sets = exercise.dose().sets() * whole;
        return whole * std::min(1.0, report.sets_done() / sets);
      }
      return whole * parameters.part_credit;
    default:
      return 0;
  }
}

bool SameExercise(const v1::ExerciseReport& report, const v1::PrescribedExercise& exercise) {
  return report.exercise() == exercise.exercise() && report.side() == exercise.side();
}

}  // namespace midstance::adherence

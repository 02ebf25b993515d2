#include "services/adherence/ledger.h"

#include <algorithm>

#include "services/adherence/plan.h"

namespace midstance::adherence {
namespace {

constexpr std::chrono::days kOneDay{1};

// What one exercise has in one cell.
struct Cell {
  std::vector<Day> counting;
  double due = 0;  // sessions on all its days that count
  double done = 0;
  double tellable = 0;  // sessions that told days could tell of
};

double DueOn(const Prescribed& what, const Frequency& frequency, Day day) {
  constexpr double kWeek = 7;
  switch (frequency.kind) {
    case Frequency::Kind::kPerDay:
      return frequency.count;
    case Frequency::Kind::kPerWeek:
      return frequency.count / kWeek;
    default:
      return IsDueDay(what, frequency, day) ? 1 : 0;
  }
}

}  // namespace

void Count::Add(const Count& other) {
  prescribed += other.prescribed;
  done += other.done;
  prescribed_on_told_days += other.prescribed_on_told_days;
}

Ledger::Ledger(std::span<const v1::Enrollment> enrollments, std::span<const v1::CheckIn> check_ins,
               Day horizon, const Parameters& parameters, const schedule::ClinicCalendar& calendar)
    : program_{kNoEnd, Day{}}, horizon_(horizon) {
  for (const auto& check_in : check_ins) {
    const Day day = DayTold(check_in, calendar);
    if (check_in.state() != v1::RECORD_STATE_ACTIVE || day > horizon) continue;
    auto& of_day = days_[day];
    of_day.checked_in = true;
    of_day.told = of_day.told || check_in.exercises_size() > 0;
    for (const auto& report : check_in.exercises()) reports_[day].push_back(&report);
  }
  for (const auto& enrollment : enrollments) {
    const Days program = Overlap(ProgramDays(enrollment, calendar), {Day{}, horizon});
    if (program.empty()) continue;
    program_ = {std::min(program_.first, program.first), std::max(program_.last, program.last)};
    for (Day day = program.first; day <= program.last; day += kOneDay) {
      if (IsExcused(enrollment, day)) days_[day].excused = true;
    }
    CountProgram(enrollment, parameters, calendar);
  }
}

void Ledger::CountProgram(const v1::Enrollment& enrollment, const Parameters& parameters,
                          const schedule::ClinicCalendar& calendar) {
  for (const Prescribed& what : ExercisesOf(enrollment, calendar)) {
    const auto& exercise = *what.exercise;
    const Frequency frequency = FrequencyOf(exercise, parameters);
    const double most = frequency.kind == Frequency::Kind::kPerDay ? frequency.count : 1;
    const ExerciseKey key{exercise.exercise(), exercise.side()};
    const Day last = std::min(what.days.last, horizon_);
    for (Day first = what.days.first; first <= last;) {
      const Days shared = Overlap(CellOf(what, frequency, first), {first, last});
      Cell cell;
      for (Day day = shared.first; day <= shared.last; day += kOneDay) {
        if (IsExcused(enrollment, day) || IsHeld(exercise, day, calendar)) continue;
        cell.counting.push_back(day);
        cell.due += DueOn(what, frequency, day);
        double told = 0;
        const auto reports = reports_.find(day);
        if (reports != reports_.end()) {
          cell.tellable += most;
          for (const auto* report : reports->second) {
            if (!SameExercise(*report, exercise)) continue;
            told = std::max(told, SessionsIn(*report, exercise, frequency, parameters));
          }
        }
        cell.done += told;
      }
      first = shared.last + kOneDay;
      if (cell.due <= 0) continue;
      const double done = std::min(cell.due, cell.done) / cell.due;
      const double tellable = std::min(cell.due, cell.tellable) / cell.due;
      for (const Day day : cell.counting) {
        const double due = DueOn(what, frequency, day);
        if (due <= 0) continue;
        days_[day].exercises[key].Add(
            {.prescribed = due, .done = due * done, .prescribed_on_told_days = due * tellable});
      }
    }
  }
}

}  // namespace midstance::adherence

#include "services/adherence/week.h"

#include <algorithm>

#include "services/adherence/plan.h"
#include "services/adherence/today.h"

namespace midstance::adherence {
namespace {

constexpr std::chrono::days kSixDays{6};

bool IsDone(const v1::ExerciseReport& report) {
  return report.done() == v1::DONE_FULL || report.done() == v1::DONE_PART;
}

}  // namespace

Days WeekOf(Day day) {
  const Day monday = day - (std::chrono::weekday(day) - std::chrono::Monday);
  return {monday, monday + kSixDays};
}

v1::CheckInWeek CheckInWeekOf(std::span<const v1::Enrollment> enrollments,
                              std::span<const v1::CheckIn> check_ins, Day day,
                              const Parameters& parameters,
                              const schedule::ClinicCalendar& calendar) {
  v1::CheckInWeek week;
  const Days whole = WeekOf(day);
  for (Day one = whole.first; one <= whole.last; one += std::chrono::days{1}) {
    auto& shown = *week.add_days();
    shown.set_date(DayText(one));
    shown.set_exercises_planned(AsksOn(enrollments, check_ins, one, parameters, calendar));
    for (const auto& check_in : check_ins) {
      if (check_in.state() != v1::RECORD_STATE_ACTIVE || DayTold(check_in, calendar) != one) {
        continue;
      }
      const auto& told = check_in.exercises();
      shown.set_checked_in(true);
      shown.set_exercises_done(shown.exercises_done() ||
                               std::any_of(told.begin(), told.end(), IsDone));
    }
  }
  return week;
}

}  // namespace midstance::adherence

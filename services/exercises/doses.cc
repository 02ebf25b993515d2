#include "services/exercises/doses.h"

#include <algorithm>

#include "support/status.h"

namespace midstance::exercises {

void CheckDose(const v1::Dose& dose, const std::string& path, google::rpc::BadRequest& violations) {
  if (dose.has_reps() == dose.has_seconds()) {
    AddViolation(violations, path, "needs either reps or seconds");
  }
  const int ways = static_cast<int>(dose.has_per_day()) + static_cast<int>(dose.has_per_week()) +
                   static_cast<int>(dose.has_every_days()) + static_cast<int>(!dose.days().empty());
  if (ways != 1) {
    AddViolation(violations, path, "needs one of per_day, per_week, every_days and days");
  }
  std::bitset<8> seen;
  for (const int day : dose.days()) {
    if (day < v1::WEEKDAY_MONDAY || day > v1::WEEKDAY_SUNDAY) continue;
    if (seen.test(static_cast<std::size_t>(day))) {
      AddViolation(violations, path + ".days", "has a day twice");
    }
    seen.set(static_cast<std::size_t>(day));
  }
}

std::bitset<7> DaysOf(const v1::Dose& dose) {
  if (dose.days().empty()) return std::bitset<7>().set();
  std::bitset<7> days;
  for (const int day : dose.days()) {
    if (day >= v1::WEEKDAY_MONDAY && day <= v1::WEEKDAY_SUNDAY) {
      days.set(static_cast<std::size_t>(day - v1::WEEKDAY_MONDAY));
    }
  }
  return days;
}

double DaysAWeek(const v1::Dose& dose) {
  if (dose.has_per_week()) return std::min(dose.per_week(), 7);
  if (dose.has_every_days() && dose.every_days() > 0) return 7.0 / dose.every_days();
  return static_cast<double>(DaysOf(dose).count());
}

int SecondsOf(const v1::Dose& dose) {
  const int sets = dose.has_sets() ? dose.sets() : 1;
  if (dose.has_seconds()) return sets * dose.seconds();
  return dose.has_hold_seconds() ? sets * dose.reps() * dose.hold_seconds() : 0;
}

v1::Dose Changed(v1::Dose dose, const v1::Dose& change) {
  if (change.has_reps()) dose.clear_seconds();
  if (change.has_seconds()) dose.clear_reps();
  dose.MergeFrom(change);
  return dose;
}

}  // namespace midstance::exercises

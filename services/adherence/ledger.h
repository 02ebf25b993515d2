#pragma once

#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "midstance/v1/check_in.pb.h"
#include "midstance/v1/enrollment.pb.h"
#include "services/adherence/clinic_day.h"
#include "services/adherence/parameters.h"

// What was prescribed and done, day by day.
namespace midstance::adherence {

// Sessions; see v1::AdherenceCount.
struct Count {
  double prescribed = 0;
  double done = 0;
  double prescribed_on_told_days = 0;

  void Add(const Count& other);
};

// Exercise and side.
using ExerciseKey = std::pair<std::string, int>;

struct DayCount {
  bool checked_in = false;  // there is a check-in of that day
  bool told = false;        // one that tells of exercises
  bool excused = false;
  std::map<ExerciseKey, Count> exercises;  // what counts on that day
};

// Days of a program until a horizon. A window of it is the sum of its days, so that two windows
// side by side add up to one. How a day comes to its count:
//
// - Days before the start and after the end of the program, excused days and those from which on an
//   exercise is held do not count.
// - What one dose asks for belongs to cells that share a quota: a day of a dose by the day, a week
//   of the prescription for sessions by the week or on given weekdays, a turn of every so many
//   days. Within its cell a session may be done on any day. A new prescription begins new cells.
// - A cell's quota is what is prescribed on its days that count: its sessions on each day, a 7th of
//   the week's sessions, or one session on each due day. Done are the sessions reported on its days
//   that count, up to the quota. Every day of the cell bears the same share of both.
// - Of several reports of an exercise on one day the one that says most counts: a day told twice is
//   not a day done twice.
// - On told days can be done what is due on them and, of a week or turn, one session a day: silent
//   days lower what was to be told of, never what was prescribed.
class Ledger {
 public:
  // Check-ins that do not count (amended, retracted) and those after the horizon are passed over.
  Ledger(std::span<const v1::Enrollment> enrollments, std::span<const v1::CheckIn> check_ins,
         Day horizon, const Parameters& parameters, const schedule::ClinicCalendar& calendar);

  const std::map<Day, DayCount>& days() const { return days_; }
  // From the first day of the first program until the last one or the horizon.
  const Days& program() const { return program_; }

 private:
  void CountProgram(const v1::Enrollment& enrollment, const Parameters& parameters,
                    const schedule::ClinicCalendar& calendar);

  std::map<Day, std::vector<const v1::ExerciseReport*>> reports_;
  std::map<Day, DayCount> days_;
  Days program_;
  Day horizon_;
};

}  // namespace midstance::adherence

#pragma once

#include <optional>
#include <span>
#include <vector>

#include "services/running/facts.h"
#include "services/running/table.h"

namespace midstance::running {

using Evidence = std::vector<const Report*>;

// A value and where it was read.
template <class T>
struct Told {
  std::optional<T> value;
  Evidence from;
};

// One day of running, or one on which a planned session was missed, with what came of it. Several
// runs of a day are one.
struct Run {
  Day day;
  bool ran = false;               // else a planned session was missed
  bool full = false;              // all of the session was done
  std::optional<int> stage;       // the stage that it followed; unset: a free run
  std::optional<double> minutes;  // on the feet
  Evidence told;                  // the day's reports about it
  Told<double> pain;              // in the run
  Told<double> morning;           // pain the next morning
  std::optional<double> usual;    // of the mornings up to the day of the run: their lower median
  Told<double> stiffness;         // the next morning, in minutes
  std::optional<double> usual_stiffness;
  Told<Walking> walking;  // worst on the day of the run and on the next
  Told<double> swelling;  // worst from the run to the end of the next day
  std::optional<double> swelling_before;
  Evidence lingering;  // swelling that was new and took too long to settle

  bool NewSwelling() const {
    return swelling.value.has_value() && *swelling.value > swelling_before.value_or(0);
  }
};

// The runs from `from` on, in order of days. `reports` are sorted, and outlive the answer.
std::vector<Run> RunsOf(const Table& table, std::span<const Report> reports, Day from);

}  // namespace midstance::running

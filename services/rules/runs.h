#pragma once

#include <cstdint>
#include <vector>

#include "services/rules/conditions.h"

namespace midstance::rules {

// What the timeline says about a persistence condition.
struct RunFinding {
  // What the run lacks, when the condition does not hold.
  enum class Lack : std::uint8_t {
    kNothing,
    kReports,   // no report is present
    kDays,      // present on too few days
    kSpan,      // not long enough
    kSome,      // no report of it satisfies some_entry
    kRise,      // did not rise
    kLast,      // the last report does not satisfy `last`
    kCurrency,  // too long ago
  };

  Truth truth = Truth::kUndecided;
  DayNumber until = kNoDay;
  Lack lack = Lack::kReports;
  // The current run, oldest first.
  std::vector<const Timeline::Row*> rows;
  // The absent report that ended it.
  const Timeline::Row* ended_by = nullptr;
  // The newest report that says something about it without deciding.
  const Timeline::Row* silent = nullptr;
  int days = 0;
  int span = 0;
};
RunFinding FindRun(const Scope& scope, const ConditionNode& node);

struct RepeatsFinding {
  Truth truth = Truth::kUndecided;
  DayNumber until = kNoDay;
  // Ended runs in all, and those that count.
  int runs = 0;
  // The present reports of the counted runs, each followed by the report that ended its run; where
  // no runs count, the newest report that says anything.
  std::vector<const Timeline::Row*> rows;
};
RepeatsFinding FindRepeats(const Scope& scope, const ConditionNode& node);

}  // namespace midstance::rules

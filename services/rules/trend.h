#pragma once

#include <cstdint>

#include "services/rules/conditions.h"

namespace midstance::rules {

// The two reports that a trend compares.
struct TrendFinding {
  Truth truth = Truth::kUndecided;
  DayNumber until = kNoDay;
  const Timeline::Row* from = nullptr;
  const Timeline::Row* to = nullptr;
  double change = 0;
};
TrendFinding FindTrend(const Scope& scope, const ConditionNode& node);

}  // namespace midstance::rules

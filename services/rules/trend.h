#pragma once

#include <cstdint>
#include <vector>

#include "services/rules/conditions.h"

namespace midstance::rules {

// The two reports that a trend compares, and those that count beside them.
struct TrendFinding {
  Truth truth = Truth::kUndecided;
  DayNumber until = kNoDay;
  const Timeline::Row* from = nullptr;
  const Timeline::Row* to = nullptr;
  double change = 0;
  // The reports between them, where more than two are needed; newest first.
  std::vector<const Timeline::Row*> between;
};
TrendFinding FindTrend(const Scope& scope, const ConditionNode& node);

}  // namespace midstance::rules

#pragma once

#include <cstdint>
#include <vector>

#include "services/rules/days.h"
#include "services/rules/verdict.h"

namespace midstance::rules {

// From `from` on, before `until`; microseconds.
struct TimeSpan {
  std::int64_t from;
  std::int64_t until;
};

// A superset of the times at which a condition can hold at a key, in order and apart from each
// other, none of it after `until`. Seen from the reports alone: a condition needs one that
// satisfies a part of it, known by then and still current. What stands under a guard holds at any
// time.
std::vector<TimeSpan> MayHold(const View& view, const Timeline::Track& track, NodeIndex condition,
                              std::int64_t until, DayStarts& starts);

}  // namespace midstance::rules

#pragma once

#include <array>
#include <cstdint>
#include <limits>

#include "services/rules/program.h"
#include "services/rules/timeline.h"

namespace midstance::rules {

// The range of a key's numbers over all of its reports, or those that are known by then: enough to
// see that a test cannot hold in any of them, without looking at each.
class Ranges {
 public:
  Ranges(const Timeline& timeline, const Timeline::Track& track,
         std::int64_t known_by = std::numeric_limits<std::int64_t>::max());

  // True when the condition cannot hold nor be close to holding at this key.
  bool Hopeless(const Program& program, const RuleInfo& rule) const;
  // False when the condition holds at no time: something that it needs was never reported.
  bool CanHold(const Program& program, const RuleInfo& rule) const;

 private:
  enum class Hope : std::uint8_t { kNone, kUnasked, kYes };
  struct Range {
    double lowest = std::numeric_limits<double>::infinity();
    double highest = -std::numeric_limits<double>::infinity();
  };

  Hope OfTest(const Program& program, NodeIndex test) const;
  // `whole`: of a run, and of several, also what else it needs.
  Hope OfCondition(const Program& program, NodeIndex condition, bool whole) const;

  std::array<Range, kMostCodes> ranges_;
};

}  // namespace midstance::rules

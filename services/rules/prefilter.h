#pragma once

#include <array>
#include <cstdint>
#include <limits>

#include "services/rules/program.h"
#include "services/rules/timeline.h"

namespace midstance::rules {

// The range of a key's numbers over all of its reports: enough to see that a test cannot hold in
// any of them, without looking at each.
class Ranges {
 public:
  Ranges(const Timeline& timeline, const Timeline::Track& track);

  // True when the condition cannot hold nor be close to holding at this key.
  bool Hopeless(const Program& program, const RuleInfo& rule) const;

 private:
  enum class Hope : std::uint8_t { kNone, kUnasked, kYes };
  struct Range {
    double lowest = std::numeric_limits<double>::infinity();
    double highest = -std::numeric_limits<double>::infinity();
  };

  Hope OfTest(const Program& program, NodeIndex test) const;
  Hope OfCondition(const Program& program, NodeIndex condition) const;

  std::array<Range, kMostCodes> ranges_;
};

}  // namespace midstance::rules

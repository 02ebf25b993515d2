#include "services/adherence/clinic_day.h"

#include <algorithm>
#include <cstdio>

namespace midstance::adherence {

Days Overlap(const Days& one, const Days& other) {
  return {std::max(one.first, other.first), std::min(one.last, other.last)};
}

}  // namespace midstance::adherence

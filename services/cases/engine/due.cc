#include "services/cases/engine/due.h"

#include <chrono>

namespace midstance::cases {

Duration TimeFor(rules::v1::Urgency urgency) {
  switch (urgency) {
    case rules::v1::URGENT:
      return std::chrono::hours{72};
    case rules::v1::SOON:
      return std::chrono::days{14};
    case rules::v1::WATCH:
      return std::chrono::days{7};
    default:
      return Duration::zero();
  }
}

std::string_view UrgencyWord(rules::v1::Urgency urgency) {
  switch (urgency) {
    case rules::v1::EMERGENCY:
      return "emergency";
    case rules::v1::URGENT:
      return "urgent";
    case rules::v1::SOON:
      return "soon";
    default:
      return "watch";
  }
}

}  // namespace midstance::cases

#pragma once

#include <string>
#include <string_view>

#include "midstance/v1/delivery.pb.h"
#include "support/digest.h"

// Names of deliveries. They follow from what is delivered, so that nothing is made twice, whatever
// is read again, and so that a receiver knows what comes again.
namespace midstance::delivery {

inline constexpr std::string_view kNamePrefix = "deliveries/";

// What the names of all deliveries with the same cause begin with. `step`: which event of the
// escalation's history, counted from zero (cases/engine/history.h moves none), or which step of the
// referral, counted from one; that list only grows.
inline std::string NamesOf(std::string_view about, int step) {
  constexpr int kDigits = 24;
  const std::string cause = std::string(about) + '\n' + std::to_string(step);
  return std::string(kNamePrefix) + Hex(Sha256(cause)).substr(0, kDigits) + '-';
}

inline std::string NameOf(std::string_view about, int step, std::string_view recipient,
                          v1::Delivery::Channel channel) {
  constexpr int kDigits = 16;
  const std::string whom = std::string(recipient) + '\n' + std::to_string(channel);
  return NamesOf(about, step) + Hex(Sha256(whom)).substr(0, kDigits);
}

}  // namespace midstance::delivery

#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

#include "midstance/v1/worklist_service.pb.h"
#include "support/time.h"

namespace midstance::worklist {

// The parts of the list, the most pressing first.
enum class Band {
  kEmergency,
  kUrgent,
  kSoon,
  kWatch,
  kOverdue,
  kReferral,
  kToday,
  kReminded,
  kReview,
  kSilence,
};
inline constexpr int kBands = static_cast<int>(Band::kSilence) + 1;

// Where an item stands in the list: a total order, since a resource is once in a band.
struct Place {
  static constexpr std::int64_t kNotDue = std::numeric_limits<std::int64_t>::min();

  Band band = Band::kEmergency;
  std::string chunk;           // of bands that are read in chunks: the row that the chunk is after
  std::int64_t due = kNotDue;  // microseconds
  std::string name;            // of the resource

  // Within one band and chunk.
  bool Before(const Place& other) const {
    return std::tie(due, name) < std::tie(other.due, other.name);
  }

  // As a page token keeps it.
  std::string Text() const;
  static std::optional<Place> Parse(std::string_view text);
};

// Something for the list, with everything but what patient and case tell.
struct Candidate {
  Place place;
  v1::WorklistItem item;
};

}  // namespace midstance::worklist

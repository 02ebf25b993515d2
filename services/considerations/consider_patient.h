#pragma once

#include <absl/status/statusor.h>

#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "midstance/v1/consideration.pb.h"
#include "services/cases/engine/engine.h"
#include "services/considerations/library.h"
#include "storage/store.h"

namespace midstance::considerations {

// The library with an engine that holds the timelines of `library.clues()`. Outlives the store.
class Considerer {
 public:
  explicit Considerer(Library library)
      : library_(std::move(library)), engine_(library_.clues(), kTimelineBytes) {}

  const Library& library() const { return library_; }

  // What the patient's records that count are consistent with. With `as_of`: those known then;
  // otherwise all, as of `now`. `beside` are reports that are not stored.
  absl::StatusOr<std::vector<v1::ConsideredFindings>> OfPatient(
      const storage::Reader& snapshot, std::string_view patient_id, Instant now,
      std::optional<Instant> as_of = std::nullopt,
      std::span<const rules::Report> beside = {}) const;

 private:
  static constexpr std::size_t kTimelineBytes = std::size_t{8} << 20;

  const Library library_;
  const cases::RuleEngine engine_;
};

}  // namespace midstance::considerations

#pragma once

#include <absl/status/statusor.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "storage/store.h"

namespace midstance::storage {

// The digest before the first entry of a clinic.
inline const std::string& FirstDigest() {
  static const std::string zeros(32, '\0');
  return zeros;
}

// SHA-256 over "midstance.audit.v1", the digest before, the change number (8 bytes, big endian) and
// the record.
std::string ChainDigest(std::string_view previous, std::int64_t change, std::string_view record);

// How far a journal was walked, and what was found.
struct JournalVerdict {
  std::int64_t entries = 0;            // that hold, from the first on
  std::string digest = FirstDigest();  // of the last of them
  // The first change that does not follow from the one before, or is missing.
  std::optional<std::int64_t> first_bad = {};
  bool ended = false;  // there is nothing more to walk
};

// Goes on from `verdict` by about `most` entries, on one snapshot.
absl::Status VerifyMore(const Reader& reader, int most, JournalVerdict& verdict);

// Walks the clinic's journal from its first entry, each part of it on its own snapshot.
absl::StatusOr<JournalVerdict> VerifyJournal(Store& store, const std::string& clinic);

}  // namespace midstance::storage

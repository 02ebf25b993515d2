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

struct JournalVerdict {
  std::int64_t entries = 0;  // checked
  std::optional<std::int64_t>
      first_bad;  // the first change whose digest does not follow from the one before
};

// Walks the clinic's journal from its first entry, each page of it on its own snapshot.
absl::StatusOr<JournalVerdict> VerifyJournal(Store& store, const std::string& clinic);

}  // namespace midstance::storage

#include "storage/journal.h"

#include <openssl/sha.h>

#include <array>

namespace midstance::storage {
namespace {

constexpr std::string_view kPrefix = "midstance.audit.v1";
constexpr int kEntriesPerRead = 500;

}  // namespace

std::string ChainDigest(std::string_view previous, std::int64_t change, std::string_view record) {
  std::string hashed;
  hashed.reserve(kPrefix.size() + previous.size() + sizeof(change) + record.size());
  hashed.append(kPrefix).append(previous);
  for (int shift = 56; shift >= 0; shift -= 8) {
    hashed.push_back(static_cast<char>((static_cast<std::uint64_t>(change) >> shift) & 0xFF));
  }
  hashed.append(record);
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(hashed.data()), hashed.size(), digest.data());
  return {digest.begin(), digest.end()};
}

absl::StatusOr<JournalVerdict> VerifyJournal(Store& store, const std::string& clinic) {
  JournalVerdict verdict;
  std::string digest = FirstDigest();
  std::vector<v1::JournalEntry> entries;
  do {
    MIDSTANCE_RETURN_IF_ERROR(store.Read(clinic, [&](const Reader& reader) -> absl::Status {
      MIDSTANCE_ASSIGN_OR_RETURN(entries, reader.JournalAfter(verdict.entries, kEntriesPerRead));
      return absl::OkStatus();
    }));
    for (const v1::JournalEntry& entry : entries) {
      digest = ChainDigest(digest, entry.change(), entry.record());
      if (entry.change() != verdict.entries + 1 || entry.digest() != digest) {
        verdict.first_bad = entry.change();
        return verdict;
      }
      ++verdict.entries;
    }
  } while (!entries.empty());
  return verdict;
}

}  // namespace midstance::storage

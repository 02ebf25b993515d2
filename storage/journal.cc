#include "storage/journal.h"

#include <openssl/sha.h>

#include <array>
#include <utility>

namespace midstance::storage {
namespace {

constexpr std::string_view kPrefix = "midstance.audit.v1";
constexpr int kEntriesPerRead = 500;
constexpr int kEntriesPerSnapshot = 10'000;

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

absl::Status VerifyMore(const Reader& reader, int most, JournalVerdict& verdict) {
  const auto end = [&verdict](std::optional<std::int64_t> bad) {
    verdict.first_bad = bad;
    verdict.ended = true;
    return absl::OkStatus();
  };
  for (int walked = 0; walked < most; walked += kEntriesPerRead) {
    MIDSTANCE_ASSIGN_OR_RETURN(const auto entries,
                               reader.JournalAfter(verdict.entries, kEntriesPerRead));
    for (const v1::JournalEntry& entry : entries) {
      std::string digest = ChainDigest(verdict.digest, entry.change(), entry.record());
      const std::int64_t expected = verdict.entries + 1;
      if (entry.change() != expected || entry.digest() != digest) return end(expected);
      verdict.entries = expected;
      verdict.digest = std::move(digest);
    }
    if (entries.size() < kEntriesPerRead) {
      MIDSTANCE_ASSIGN_OR_RETURN(const std::int64_t last, reader.LastChange());
      return end(last == verdict.entries ? std::nullopt : std::optional(verdict.entries + 1));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<JournalVerdict> VerifyJournal(Store& store, const std::string& clinic) {
  JournalVerdict verdict;
  while (!verdict.ended) {
    MIDSTANCE_RETURN_IF_ERROR(store.Read(clinic, [&](const Reader& reader) {
      return VerifyMore(reader, kEntriesPerSnapshot, verdict);
    }));
  }
  return verdict;
}

}  // namespace midstance::storage

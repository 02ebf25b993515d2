#pragma once

#include <absl/status/statusor.h>

#include <cstddef>
#include <string>
#include <string_view>

namespace midstance::sessions {

// What one guess costs. Kept in every hash, so that old hashes stay good when it changes.
struct PasswordStrength {
  unsigned long long operations = 3;
  std::size_t memory_bytes = std::size_t{64} * 1024 * 1024;
};

// Argon2id of libsodium, as its self-describing text. Takes about 100 ms and the memory above for
// every call: not for a thread that others wait for. Thread-safe.
class PasswordHasher {
 public:
  explicit PasswordHasher(PasswordStrength strength = {});

  // Another text every time: salts are random. RESOURCE_EXHAUSTED (OVERLOADED) without memory.
  absl::StatusOr<std::string> Hash(std::string_view password) const;
  bool Verify(const std::string& hash, std::string_view password) const;
  // Of no password, and as costly to verify as any other: what unknown users are verified against.
  const std::string& nobody() const { return nobody_; }

 private:
  PasswordStrength strength_;
  std::string nobody_;
};

}  // namespace midstance::sessions

#include "services/sessions/passwords.h"

#include <sodium.h>

#include <array>
#include <chrono>
#include <cstdlib>

#include "support/status.h"

namespace midstance::sessions {
namespace {

constexpr auto kRetry = std::chrono::seconds{1};

}  // namespace

PasswordHasher::PasswordHasher(PasswordStrength strength) : strength_(strength) {
  if (sodium_init() < 0) std::abort();
  // 16 bytes of salt and 32 of hash, in base 64: what no password comes out as in practice.
  nobody_ = "$argon2id$v=19$m=" + std::to_string(strength.memory_bytes / 1024) +
            ",t=" + std::to_string(strength.operations) + ",p=1$" + std::string(22, 'A') + "$" +
            std::string(43, 'A');
}

absl::StatusOr<std::string> PasswordHasher::Hash(std::string_view password) const {
  std::array<char, crypto_pwhash_STRBYTES> text{};
  if (crypto_pwhash_str_alg(text.data(), password.data(), password.size(), strength_.operations,
                            strength_.memory_bytes, crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return Error(v1::ERROR_REASON_OVERLOADED)
        .RetryAfter(kRetry)
        .Because("no memory is free to hash a password");
  }
  return std::string(text.data());
}

bool PasswordHasher::Verify(const std::string& hash, std::string_view password) const {
  return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

}  // namespace midstance::sessions

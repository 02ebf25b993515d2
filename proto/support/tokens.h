#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace midstance {

// Seals what clients carry for us (page tokens, resume tokens): encrypted, so that they learn
// nothing from it, and authenticated, so that they cannot change it. The same bytes give the same
// text, because nonces are derived from them and nothing here is random; a token therefore tells
// whether it equals another one, and nothing else. Immutable, so free to share among threads.
class TokenSealer {
 public:
  static constexpr std::size_t kKeyBytes = 32;

  // `key` must be secret and live as long as tokens shall be readable.
  explicit TokenSealer(std::span<const std::uint8_t, kKeyBytes> key);
  ~TokenSealer();
  TokenSealer(const TokenSealer&) = delete;
  TokenSealer& operator=(const TokenSealer&) = delete;

  // base64url text. `kind` ("page", "resume") is not in it, but it opens with the same kind alone.
  std::string Seal(std::string_view kind, std::string_view bytes) const;
  // Nothing for a text that this key did not seal for this kind.
  std::optional<std::string> Open(std::string_view kind, std::string_view text) const;

 private:
  std::array<std::uint8_t, 32> cipher_key_;
  std::array<std::uint8_t, 32> nonce_key_;
};

}  // namespace midstance

#include "support/tokens.h"

#include <sodium.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "support/bytes.h"
#include "support/digest.h"

namespace midstance {
namespace {

constexpr std::size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
// No token of ours comes near; what is longer is not worth decoding.
constexpr std::size_t kLongestText = 4096;

// A keyed BLAKE2b of the length of the kind, the kind and the bytes: two kinds never share a nonce.
std::array<unsigned char, kNonceBytes> NonceOf(std::span<const std::uint8_t, 32> key,
                                               std::string_view kind, std::string_view bytes) {
  std::array<unsigned char, kNonceBytes> nonce{};
  std::array<unsigned char, 8> length{};
  for (std::size_t i = 0; i < length.size(); ++i) {
    length[i] = static_cast<unsigned char>(kind.size() >> (8 * i));
  }
  crypto_generichash_state state;
  crypto_generichash_init(&state, key.data(), key.size(), nonce.size());
  crypto_generichash_update(&state, length.data(), length.size());
  crypto_generichash_update(&state, Unsigned(kind), kind.size());
  crypto_generichash_update(&state, Unsigned(bytes), bytes.size());
  crypto_generichash_final(&state, nonce.data(), nonce.size());
  return nonce;
}

}  // namespace

TokenSealer::TokenSealer(std::span<const std::uint8_t, kKeyBytes> key) {
  constexpr char kContext[crypto_kdf_CONTEXTBYTES + 1] = "mstokens";
  static_assert(crypto_kdf_KEYBYTES == kKeyBytes);
  if (sodium_init() < 0) {
    std::fputs("midstance: libsodium cannot be initialised\n", stderr);
    std::abort();
  }
  crypto_kdf_derive_from_key(cipher_key_.data(), cipher_key_.size(), 1, kContext, key.data());
  crypto_kdf_derive_from_key(nonce_key_.data(), nonce_key_.size(), 2, kContext, key.data());
}

TokenSealer::~TokenSealer() {
  sodium_memzero(cipher_key_.data(), cipher_key_.size());
  sodium_memzero(nonce_key_.data(), nonce_key_.size());
}

std::string TokenSealer::Seal(std::string_view kind, std::string_view bytes) const {
  const auto nonce = NonceOf(nonce_key_, kind, bytes);
  std::string sealed(kNonceBytes + bytes.size() + kTagBytes, '\0');
  std::copy(nonce.begin(), nonce.end(), reinterpret_cast<unsigned char*>(sealed.data()));
  crypto_aead_xchacha20poly1305_ietf_encrypt(
      reinterpret_cast<unsigned char*>(sealed.data()) + kNonceBytes, nullptr, Unsigned(bytes),
      bytes.size(), Unsigned(kind), kind.size(), nullptr, nonce.data(), cipher_key_.data());
  return Base64Url(sealed);
}

std::optional<std::string> TokenSealer::Open(std::string_view kind, std::string_view text) const {
  if (text.size() > kLongestText) return std::nullopt;
  const auto sealed = FromBase64Url(text);
  if (!sealed.has_value() || sealed->size() < kNonceBytes + kTagBytes) return std::nullopt;
  const std::string_view view = *sealed;
  std::string bytes(view.size() - kNonceBytes - kTagBytes, '\0');
  const int failed = crypto_aead_xchacha20poly1305_ietf_decrypt(
      reinterpret_cast<unsigned char*>(bytes.data()), nullptr, nullptr,
      Unsigned(view.substr(kNonceBytes)), view.size() - kNonceBytes, Unsigned(kind), kind.size(),
      Unsigned(view), cipher_key_.data());
  if (failed != 0) return std::nullopt;
  return bytes;
}

}  // namespace midstance

#include "support/digest.h"

#include <openssl/evp.h>
#include <sodium.h>

#include <cstdio>
#include <cstdlib>
#include <memory>

#include "support/bytes.h"

namespace midstance {
namespace {

constexpr int kVariant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

// OpenSSL looks an algorithm up by its name each time that it is not given a fetched one.
const EVP_MD* FetchedSha256() {
  static const std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> fetched(
      EVP_MD_fetch(nullptr, "SHA256", nullptr), &EVP_MD_free);
  return fetched.get();
}

}  // namespace

Digest Sha256(std::string_view bytes) {
  Digest digest{};
  thread_local const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(
      EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  if (context == nullptr || EVP_DigestInit_ex(context.get(), FetchedSha256(), nullptr) != 1 ||
      EVP_DigestUpdate(context.get(), bytes.data(), bytes.size()) != 1 ||
      EVP_DigestFinal_ex(context.get(), digest.data(), nullptr) != 1) {
    std::fputs("midstance: SHA-256 is not available\n", stderr);
    std::abort();
  }
  return digest;
}

std::string_view BytesOf(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

std::string Hex(std::string_view bytes) {
  std::string text(bytes.size() * 2 + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), Unsigned(bytes), bytes.size());
  text.pop_back();
  return text;
}

std::string Hex(const Digest& digest) { return Hex(BytesOf(digest)); }

std::optional<std::string> FromHex(std::string_view text) {
  std::string bytes(text.size() / 2, '\0');
  std::size_t size = 0;
  const char* end = nullptr;
  const int failed = sodium_hex2bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(),
                                    text.data(), text.size(), nullptr, &size, &end);
  if (failed != 0 || end != text.data() + text.size() || Hex(bytes) != text) return std::nullopt;
  return bytes;
}

std::string Base64Url(std::string_view bytes) {
  std::string text(sodium_base64_encoded_len(bytes.size(), kVariant), '\0');
  sodium_bin2base64(text.data(), text.size(), Unsigned(bytes), bytes.size(), kVariant);
  text.pop_back();
  return text;
}

std::optional<std::string> FromBase64Url(std::string_view text) {
  std::string bytes(text.size() / 4 * 3 + 3, '\0');
  std::size_t size = 0;
  const char* end = nullptr;
  const int failed = sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(),
                                       text.data(), text.size(), nullptr, &size, &end, kVariant);
  if (failed != 0 || end != text.data() + text.size()) return std::nullopt;
  bytes.resize(size);
  if (Base64Url(bytes) != text) return std::nullopt;
  return bytes;
}

}  // namespace midstance

#include "clients/core/request_ids.h"

#include <sodium.h>

#include <array>
#include <chrono>
#include <cstring>
#include <memory>

namespace midstance::client {
namespace {

using Bytes = std::array<unsigned char, 16>;

std::string FormatUuid(Bytes bytes, unsigned version) {
  bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0FU) | version << 4U);
  bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3FU) | 0x80U);
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string text;
  text.reserve(36);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += kHex[bytes[i] >> 4U];
    text += kHex[bytes[i] & 0x0FU];
  }
  return text;
}

}  // namespace

RequestIds RandomRequestIds() {
  return [] {
    Bytes bytes;
    randombytes_buf(bytes.data(), bytes.size());
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    auto millis = std::chrono::duration_cast<std::chrono::milliseconds>(since).count();
    for (int i = 5; i >= 0; --i, millis >>= 8) {
      bytes[static_cast<std::size_t>(i)] = static_cast<unsigned char>(millis & 0xFF);
    }
    return FormatUuid(bytes, 7);
  };
}

std::string SeededRequestId(std::uint64_t seed, std::string_view purpose, std::uint64_t n) {
  const std::string text =
      std::to_string(seed) + '/' + std::string(purpose) + '/' + std::to_string(n);
  std::array<unsigned char, crypto_hash_sha256_BYTES> digest;
  crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(text.data()),
                     text.size());
  Bytes bytes;
  std::memcpy(bytes.data(), digest.data(), bytes.size());
  return FormatUuid(bytes, 4);
}

RequestIds SeededRequestIds(std::uint64_t seed, std::string_view purpose) {
  return [seed, purpose = std::string(purpose), next = std::make_shared<std::uint64_t>(0)] {
    return SeededRequestId(seed, purpose, (*next)++);
  };
}

}  // namespace midstance::client

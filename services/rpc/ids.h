#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "support/time.h"

namespace midstance::rpc {

using Seed = std::array<std::uint8_t, 16>;

// Where random bytes come from. Thread-safe.
class RandomSource {
 public:
  virtual ~RandomSource() = default;
  virtual void Fill(void* bytes, std::size_t count) = 0;

  Seed NextSeed() {
    Seed seed;
    Fill(seed.data(), seed.size());
    return seed;
  }
};

// The operating system's generator, through libsodium.
class SystemRandom final : public RandomSource {
 public:
  void Fill(void* bytes, std::size_t count) override;
};

// The k-th id of a call: 26 characters of lower-case Crockford base 32, 48 bits of milliseconds and
// 80 bits from the seed, so that ids of later calls sort behind those of earlier ones. Pure: a call
// that is decided again gets the same ids. An id is a name, not a secret.
std::string MakeId(Instant now, const Seed& seed, int k);

}  // namespace midstance::rpc

#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdlib>

// How much the tests try that try at random. What a run wants more or less of, its environment
// tells.
namespace midstance {

inline std::uint64_t FromEnvironment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

// MIDSTANCE_PROPERTY_RUNS tells of how many tries a property has that has 100,000 unless told; one
// with `usual` has its share of that, one at least.
inline std::uint64_t PropertyRuns(std::uint64_t usual) {
  constexpr std::uint64_t kUsual = 100'000;
  return std::max<std::uint64_t>(
      1, usual * FromEnvironment("MIDSTANCE_PROPERTY_RUNS", kUsual) / kUsual);
}

// The first seed: MIDSTANCE_PROPERTY_SEED, to see a failure again.
inline std::uint64_t PropertySeed(std::uint64_t otherwise) {
  return FromEnvironment("MIDSTANCE_PROPERTY_SEED", otherwise);
}

}  // namespace midstance

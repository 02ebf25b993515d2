#pragma once

#include <cstdint>
#include <string_view>

namespace midstance::story {

// Random numbers that are the same on every machine for one seed and one purpose.
class Dice {
 public:
  Dice(std::uint64_t seed, std::string_view purpose) : state_(seed) {
    for (const char c : purpose) state_ = (state_ ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
    Next();
  }

  // 0 to `below` - 1.
  int Below(int below) { return static_cast<int>(Next() % static_cast<std::uint64_t>(below)); }
  int Between(int least, int most) { return least + Below(most - least + 1); }
  bool Percent(int chance) { return Below(100) < chance; }

 private:
  // SplitMix64.
  std::uint64_t Next() {
    state_ += 0x9E3779B97F4A7C15U;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
  }

  std::uint64_t state_;
};

}  // namespace midstance::story

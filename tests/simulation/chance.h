#pragma once

#include <cstdint>
#include <random>
#include <vector>

namespace midstance::testing {

// What happens by chance, the same for the same seed on every machine.
class Chance {
 public:
  explicit Chance(std::uint64_t seed) : bits_(seed) {}

  // From 0 to `below` - 1.
  std::uint64_t Below(std::uint64_t below) { return bits_() % below; }
  // From `least` to `most`, both included.
  int Between(int least, int most) {
    return least + static_cast<int>(Below(static_cast<std::uint64_t>(most) -
                                          static_cast<std::uint64_t>(least) + 1));
  }
  // In so many of a hundred.
  bool In100(int times) { return Between(0, 99) < times; }
  template <class T>
  const T& OneOf(const std::vector<T>& all) {
    return all[Below(all.size())];
  }

 private:
  std::mt19937_64 bits_;
};

}  // namespace midstance::testing

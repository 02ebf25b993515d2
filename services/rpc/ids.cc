#include "services/rpc/ids.h"

#include <sodium.h>

#include <cstring>

namespace midstance::rpc {
namespace {

constexpr char kAlphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";

// The finaliser of SplitMix64 (Steele, Lea, Flood 2014): spreads every input bit over all output
// bits.
std::uint64_t Mix(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15ULL;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31);
}

}  // namespace

void SystemRandom::Fill(void* bytes, std::size_t count) { randombytes_buf(bytes, count); }

std::string MakeId(Instant now, const Seed& seed, int k) {
  std::uint64_t low = 0;
  std::uint64_t high = 0;
  std::memcpy(&low, seed.data(), sizeof low);
  std::memcpy(&high, seed.data() + sizeof low, sizeof high);
  if (k != 0) {
    low = Mix(low ^ static_cast<std::uint64_t>(k));
    high = Mix(high + low);
  }
  const auto millis = static_cast<std::uint64_t>(MicrosOf(now) / 1000);
  std::string id(26, '0');
  for (int i = 0; i < 10; ++i) id[i] = kAlphabet[(millis >> (5 * (9 - i))) & 31];
  for (int i = 0; i < 8; ++i) id[10 + i] = kAlphabet[(low >> (5 * i)) & 31];
  for (int i = 0; i < 8; ++i) id[18 + i] = kAlphabet[(high >> (5 * i)) & 31];
  return id;
}

}  // namespace midstance::rpc

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "support/time.h"

namespace midstance::storage {

// What the writer did since the store was opened.
struct StoreStats {
  std::uint64_t batches = 0;  // committed transactions
  std::uint64_t units = 0;    // units kept by them
  std::uint64_t refused = 0;  // units that ended in an error, stale, late or as a repetition
  std::uint64_t largest_batch = 0;
  // Batches by size: 1, 2, 3-4, 5-8, 9-16, 17-32, 33-64, 65-128, above.
  std::array<std::uint64_t, 9> batch_sizes = {};
  // Where the writer's time went, by the clock given to Open.
  Duration applying{0};
  Duration committing{0};
  Duration answering{0};  // meanwhile, on another thread
  Duration checkpointing{0};
};

// The place in StoreStats::batch_sizes of a batch of `units`.
constexpr std::size_t BatchSizeBucket(std::uint64_t units) {
  std::size_t bucket = 0;
  for (std::uint64_t limit = 1; limit < units && bucket < 8; limit *= 2) ++bucket;
  return bucket;
}

}  // namespace midstance::storage

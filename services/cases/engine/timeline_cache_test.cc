#include "services/cases/engine/timeline_cache.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace midstance::cases {
namespace {

constexpr std::size_t kRoomy = 1 << 20;

TimelineCache::Entry Any() { return std::make_shared<const rules::Timeline>(); }

TEST(TimelineCache, AnswersForJustTheVersionThatWasPut) {
  const TimelineCache cache(kRoomy);
  const auto entry = Any();
  cache.Put("clinic", "p", 3, entry);
  EXPECT_EQ(cache.Find("clinic", "p", 3), entry);
  EXPECT_EQ(cache.Find("clinic", "p", 2), nullptr);
  EXPECT_EQ(cache.Find("clinic", "p", 4), nullptr);
  EXPECT_EQ(cache.Find("other", "p", 3), nullptr);
}

TEST(TimelineCache, ALateOlderVersionDoesNotReplaceANewerOne) {
  const TimelineCache cache(kRoomy);
  const auto newer = Any();
  cache.Put("clinic", "p", 4, newer);
  cache.Put("clinic", "p", 3, Any());
  EXPECT_EQ(cache.Find("clinic", "p", 4), newer);
}

TEST(TimelineCache, StaysBoundedAndKeepsWhatIsUsed) {
  constexpr std::size_t kBytes = std::size_t{1} << 16;
  const TimelineCache cache(kBytes);
  const auto used = Any();
  cache.Put("clinic", "used", 1, used);
  for (int i = 0; i < 5000; ++i) {
    cache.Put("clinic", "p" + std::to_string(i), 1, Any());
    ASSERT_EQ(cache.Find("clinic", "used", 1), used);
  }
  int kept = 0;
  for (int i = 0; i < 5000; ++i) {
    kept += cache.Find("clinic", "p" + std::to_string(i), 1) != nullptr ? 1 : 0;
  }
  EXPECT_GT(kept, 0);
  EXPECT_LE(static_cast<std::size_t>(kept) * Any()->MemoryBytes(), kBytes);
}

TEST(TimelineCache, DoesNotKeepWhatIsLargerThanItsRoom) {
  const TimelineCache cache(sizeof(rules::Timeline));
  cache.Put("clinic", "p", 1, Any());
  EXPECT_EQ(cache.Find("clinic", "p", 1), nullptr);
}

TEST(TimelineCache, MayKeepNothing) {
  const TimelineCache cache(0);
  cache.Put("clinic", "p", 1, Any());
  EXPECT_EQ(cache.Find("clinic", "p", 1), nullptr);
}

}  // namespace
}  // namespace midstance::cases

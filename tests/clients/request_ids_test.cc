#include "clients/core/request_ids.h"

#include <gtest/gtest.h>

#include <regex>
#include <set>

namespace midstance::client {
namespace {

TEST(RequestIds, AreCanonicalUuids) {
  const std::regex canonical(
      "[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
  const auto random = RandomRequestIds();
  const auto seeded = SeededRequestIds(42, "test");
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    for (const std::string& id : {random(), seeded()}) {
      EXPECT_TRUE(std::regex_match(id, canonical)) << id;
      EXPECT_TRUE(seen.insert(id).second) << id << " came twice";
    }
  }
}

TEST(RequestIds, OfTheSystemBeginWithTheTime) {
  const auto millis = [](const std::string& id) {
    return std::stoll(id.substr(0, 8) + id.substr(9, 4), nullptr, 16);
  };
  const auto random = RandomRequestIds();
  const auto first = millis(random());
  const auto second = millis(random());
  EXPECT_LE(first, second);
  EXPECT_LT(second - first, 600'000) << "two calls within ten minutes";
}

TEST(RequestIds, OfOneSeedAndPurposeAreAlwaysTheSame) {
  const auto first = SeededRequestIds(42, "sample");
  const auto second = SeededRequestIds(42, "sample");
  const auto other = SeededRequestIds(43, "sample");
  const std::string id = first();
  EXPECT_EQ(id, second());
  EXPECT_NE(id, other());
}

TEST(RequestIds, CopiesCountOnTogether) {
  const auto ids = SeededRequestIds(42, "sample");
  const auto copy = ids;
  EXPECT_NE(ids(), copy());
}

}  // namespace
}  // namespace midstance::client

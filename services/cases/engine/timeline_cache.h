#pragma once

#include <array>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "services/rules/timeline.h"

namespace midstance::cases {

// The timelines of the patients used last. An entry is right for one version of the patient's
// compartment only, so that nothing has to be invalidated. Of a person with several records
// `patient` names all of them and the version is that of all (see person.h). Bounded; thread-safe.
class TimelineCache {
 public:
  using Entry = std::shared_ptr<const rules::Timeline>;

  // Keeps timelines of about `bytes` together; 0 keeps none.
  explicit TimelineCache(std::size_t bytes);

  // nullptr when the timeline of just this version is not there.
  Entry Find(std::string_view clinic, std::string_view patient, std::int64_t version) const;
  // Replaces an older version; a newer one stays.
  void Put(std::string_view clinic, std::string_view patient, std::int64_t version,
           Entry timeline) const;

 private:
  static constexpr std::size_t kShards = 16;
  struct Item {
    std::string key;
    std::int64_t version;
    Entry timeline;
    std::size_t bytes;
  };
  struct Shard {
    std::mutex mutex;
    std::list<Item> newest_first;
    std::unordered_map<std::string_view, std::list<Item>::iterator> by_key;
    std::size_t bytes = 0;
  };
  Shard& ShardOf(std::string_view key) const;

  // Lets the longest unused go until the rest fits; it goes outside the lock, by way of `gone`.
  void MakeFit(Shard& shard, std::list<Item>& gone) const;

  const std::size_t bytes_of_shard_;
  mutable std::array<Shard, kShards> shards_;
};

}  // namespace midstance::cases

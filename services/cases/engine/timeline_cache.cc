#include "services/cases/engine/timeline_cache.h"

#include <functional>
#include <iterator>
#include <utility>

namespace midstance::cases {
namespace {

std::string KeyOf(std::string_view clinic, std::string_view patient) {
  std::string key;
  key.reserve(clinic.size() + patient.size() + 1);
  return key.append(clinic).append("/").append(patient);
}

}  // namespace

TimelineCache::TimelineCache(std::size_t bytes) : bytes_of_shard_(bytes / kShards) {}

TimelineCache::Shard& TimelineCache::ShardOf(std::string_view key) const {
  return shards_[std::hash<std::string_view>{}(key) % kShards];
}

TimelineCache::Entry TimelineCache::Find(std::string_view clinic, std::string_view patient,
                                         std::int64_t version) const {
  const std::string key = KeyOf(clinic, patient);
  auto& shard = ShardOf(key);
  const std::lock_guard lock(shard.mutex);
  const auto found = shard.by_key.find(key);
  if (found == shard.by_key.end() || found->second->version != version) return nullptr;
  shard.newest_first.splice(shard.newest_first.begin(), shard.newest_first, found->second);
  return found->second->timeline;
}

void TimelineCache::Put(std::string_view clinic, std::string_view patient, std::int64_t version,
                        Entry timeline) const {
  if (bytes_of_shard_ == 0) return;
  std::string key = KeyOf(clinic, patient);
  const std::size_t bytes = sizeof(Item) + key.capacity() + timeline->MemoryBytes();
  auto& shard = ShardOf(key);
  std::list<Item> gone;
  const std::lock_guard lock(shard.mutex);
  if (const auto found = shard.by_key.find(key); found != shard.by_key.end()) {
    if (found->second->version >= version) return;
    shard.bytes -= found->second->bytes;
    gone.splice(gone.begin(), shard.newest_first, found->second);
    shard.by_key.erase(found);
  }
  shard.newest_first.push_front({std::move(key), version, std::move(timeline), bytes});
  shard.by_key.emplace(shard.newest_first.front().key, shard.newest_first.begin());
  shard.bytes += bytes;
  MakeFit(shard, gone);
}

void TimelineCache::MakeFit(Shard& shard, std::list<Item>& gone) const {
  while (shard.bytes > bytes_of_shard_) {
    const auto oldest = std::prev(shard.newest_first.end());
    shard.bytes -= oldest->bytes;
    shard.by_key.erase(oldest->key);
    gone.splice(gone.begin(), shard.newest_first, oldest);
  }
}

}  // namespace midstance::cases

#include "services/cases/engine/timeline_cache.h"

#include <functional>
#include <utility>

namespace midstance::cases {
namespace {

std::string KeyOf(std::string_view clinic, std::string_view patient) {
  std::string key;
  key.reserve(clinic.size() + patient.size() + 1);
  return key.append(clinic).append("/").append(patient);
}

}  // namespace

TimelineCache::TimelineCache(std::size_t capacity)
    : capacity_of_shard_((capacity + kShards - 1) / kShards) {}

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
  if (capacity_of_shard_ == 0) return;
  std::string key = KeyOf(clinic, patient);
  auto& shard = ShardOf(key);
  Entry replaced;  // freed outside the lock
  const std::lock_guard lock(shard.mutex);
  const auto found = shard.by_key.find(key);
  if (found != shard.by_key.end()) {
    auto& item = *found->second;
    if (item.version >= version) return;
    item.version = version;
    replaced = std::exchange(item.timeline, std::move(timeline));
    shard.newest_first.splice(shard.newest_first.begin(), shard.newest_first, found->second);
    return;
  }
  shard.newest_first.push_front({std::move(key), version, std::move(timeline)});
  shard.by_key.emplace(shard.newest_first.front().key, shard.newest_first.begin());
  if (shard.by_key.size() <= capacity_of_shard_) return;
  shard.by_key.erase(shard.newest_first.back().key);
  replaced = std::move(shard.newest_first.back().timeline);
  shard.newest_first.pop_back();
}

}  // namespace midstance::cases

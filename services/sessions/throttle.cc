#include "services/sessions/throttle.h"

#include <algorithm>
#include <chrono>

#include "support/status.h"

namespace midstance::sessions {
namespace {

constexpr int kFreeTries = 5;
constexpr Duration kFirstWait = std::chrono::seconds{30};
constexpr Duration kLongestWait = std::chrono::minutes{15};
constexpr Duration kForgetAfter = std::chrono::hours{1};

// How long the next try must wait after `count` of them.
Duration WaitAfter(int count) {
  if (count < kFreeTries) return Duration::zero();
  Duration wait = kFirstWait;
  for (int i = kFreeTries; i < count && wait < kLongestWait; ++i) wait *= 2;
  return std::min(wait, kLongestWait);
}

}  // namespace

absl::Status SignInThrottle::Try(std::string_view user_name, Instant now) {
  const std::lock_guard lock(mutex_);
  const std::string name(user_name);
  if (tries_.size() >= most_names_ && !tries_.contains(name)) MakeRoom();
  Tries& tries = tries_[name];
  if (now - tries.last >= kForgetAfter) tries = {};
  const Instant free = tries.last + WaitAfter(tries.count);
  if (tries.count > 0 && now < free) {
    return Error(v1::ERROR_REASON_RATE_LIMITED)
        .RetryAfter(free - now)
        .Because("too many tries; wait before the next one");
  }
  ++tries.count;
  tries.last = now;
  return absl::OkStatus();
}

void SignInThrottle::Succeeded(std::string_view user_name) {
  const std::lock_guard lock(mutex_);
  tries_.erase(std::string(user_name));
}

// Drops the name that was tried longest ago.
void SignInThrottle::MakeRoom() {
  const auto oldest =
      std::min_element(tries_.begin(), tries_.end(),
                       [](const auto& a, const auto& b) { return a.second.last < b.second.last; });
  if (oldest != tries_.end()) tries_.erase(oldest);
}

}  // namespace midstance::sessions

#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "services/rpc/stream.h"

namespace midstance::watch {

// How many streams may be open.
struct HubLimits {
  std::size_t total = 256;
  std::size_t per_clinic = 128;
  std::size_t per_caller = 4;
};

// Wakes the streams of a clinic after each of its commits. Thread-safe.
class Hub final : public rpc::WakeUps {
 public:
  explicit Hub(HubLimits limits) : shared_(std::make_shared<Shared>()), limits_(limits) {}

  std::shared_ptr<void> Subscribe(const std::string& clinic, const std::string& principal,
                                  std::function<void()> wake) override;
  // For Store::OnCommit.
  void Wake(const std::string& clinic);
  std::size_t open() const;

 private:
  struct Subscription {
    std::string clinic;
    std::string principal;
    std::function<void()> wake;
  };
  // Outlives the hub while subscriptions do.
  struct Shared {
    mutable std::mutex mutex;
    std::unordered_map<const Subscription*, std::weak_ptr<Subscription>> open;
  };

  std::shared_ptr<Shared> shared_;
  const HubLimits limits_;
};

}  // namespace midstance::watch

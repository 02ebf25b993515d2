#include "services/watch/hub.h"

#include <utility>
#include <vector>

namespace midstance::watch {

std::shared_ptr<void> Hub::Subscribe(const std::string& clinic, const std::string& principal,
                                     std::function<void()> wake) {
  const std::lock_guard lock(shared_->mutex);
  auto& open = shared_->open;
  std::size_t of_clinic = 0;
  std::size_t own = 0;
  for (const auto& [known, weak] : open) {
    if (known->clinic != clinic) continue;
    ++of_clinic;
    if (known->principal == principal) ++own;
  }
  if (open.size() >= limits_.total || of_clinic >= limits_.per_clinic || own >= limits_.per_caller)
    return nullptr;
  const auto leave = [shared = shared_](const Subscription* gone) {
    {
      const std::lock_guard leaving(shared->mutex);
      shared->open.erase(gone);
    }
    delete gone;
  };
  const std::shared_ptr<Subscription> subscription(
      new Subscription{clinic, principal, std::move(wake)}, leave);
  open.emplace(subscription.get(), subscription);
  return subscription;
}

void Hub::Wake(const std::string& clinic) {
  std::vector<std::shared_ptr<Subscription>> woken;
  {
    const std::lock_guard lock(shared_->mutex);
    for (const auto& [subscription, weak] : shared_->open) {
      if (subscription->clinic != clinic) continue;
      if (auto held = weak.lock()) woken.push_back(std::move(held));
    }
  }
  for (const auto& subscription : woken) subscription->wake();
}

std::size_t Hub::open() const {
  const std::lock_guard lock(shared_->mutex);
  return shared_->open.size();
}

}  // namespace midstance::watch

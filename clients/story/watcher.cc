#include "clients/story/watcher.h"

#include <algorithm>

#include "clients/core/watch.h"

namespace midstance::story {
namespace {

using std::chrono::milliseconds;

constexpr client::WatchBackoff kBackoff{.first = milliseconds(50), .longest = milliseconds(200)};

}  // namespace

Watcher::Watcher(const client::Client& client)
    : thread_([this, client](const std::stop_token& stop) {
        v1::WatchRequest request;
        request.add_resource_types("Escalation");
        request.set_parent("patients/-");
        request.set_initial_state(true);
        client::WatchListener listener;
        listener.on_message = [this](const v1::WatchResponse& message) {
          const std::lock_guard lock(mutex_);
          live_ = live_ || message.has_synced();
          if (message.change().has_escalation()) {
            const auto& escalation = message.change().escalation();
            versions_.insert(escalation.name() + '@' + escalation.etag());
            arrivals_.push_back({escalation, std::chrono::steady_clock::now()});
          }
          changed_.notify_all();
          return true;
        };
        listener.on_reconnect = [this](const absl::Status&, Duration) {
          const std::lock_guard lock(mutex_);
          ++reconnects_;
        };
        // How it ended shows in what did not arrive.
        client::Watch(client, request, listener, kBackoff, stop).IgnoreError();
      }) {}

bool Watcher::AwaitLive(milliseconds longest) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, longest, [this] { return live_; });
}

std::optional<Watcher::Arrival> Watcher::Await(const std::string& name, milliseconds longest) {
  std::unique_lock lock(mutex_);
  const auto find = [&] {
    return std::find_if(arrivals_.begin(), arrivals_.end(),
                        [&](const Arrival& a) { return a.escalation.name() == name; });
  };
  if (!changed_.wait_for(lock, longest, [&] { return find() != arrivals_.end(); })) {
    return std::nullopt;
  }
  return *find();
}

int Watcher::reconnects() const {
  const std::lock_guard lock(mutex_);
  return reconnects_;
}

bool Watcher::ToldTwice() const {
  const std::lock_guard lock(mutex_);
  return std::any_of(versions_.begin(), versions_.end(),
                     [this](const std::string& version) { return versions_.count(version) > 1; });
}

}  // namespace midstance::story

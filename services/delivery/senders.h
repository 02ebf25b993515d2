#pragma once

#include <absl/status/status.h>

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "services/delivery/channel.h"
#include "services/delivery/deliverer.h"

namespace midstance::delivery {

// A thread for each channel, so that one that hangs holds up nothing else. They read no clock: what
// is due, they are told.
class Senders {
 public:
  using OnError = std::function<void(const absl::Status&)>;

  // `on_error` is called on their threads. Everything outlives this; the channels it may use alone.
  Senders(storage::Store& store, DelivererParts parts,
          const std::vector<std::unique_ptr<Channel>>& channels, OnError on_error);
  // Stop().
  ~Senders();
  Senders(const Senders&) = delete;
  Senders& operator=(const Senders&) = delete;

  // Sends what is due at `now`, soon and elsewhere. Does not block. A thread that is busy goes on
  // with the latest time that it was told.
  void Wake(Instant now);
  // Cuts short what is on its way and waits for the threads. Afterwards nothing is written.
  void Stop();

 private:
  struct One {
    One(storage::Store& store, const DelivererParts& parts, Channel& channel)
        : deliverer(store, parts, channel) {}

    Deliverer deliverer;
    std::mutex mutex;
    std::condition_variable_any woken;
    std::optional<Instant> due;
    std::jthread thread;
  };
  void Run(One& one, const std::stop_token& stop) const;

  const OnError on_error_;
  std::vector<std::unique_ptr<One>> all_;
};

}  // namespace midstance::delivery

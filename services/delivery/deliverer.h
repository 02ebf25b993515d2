#pragma once

#include <absl/status/statusor.h>

#include <stop_token>
#include <string>

#include "midstance/config/v1/delivery.pb.h"
#include "services/delivery/channel.h"
#include "services/delivery/message.h"
#include "storage/store.h"
#include "support/time.h"

namespace midstance::delivery {

// Deliveries of one tick at most.
inline constexpr int kMostSent = 20;

struct DelivererParts {
  const config::v1::DeliverySettings& settings;
  RenderParts render;
};

// Sends by one channel what waits for it, at least once: first it tries, then it writes what came
// of it, and what is in between when the server dies is tried again, under the same id. Keeps
// nothing. One thread.
class Deliverer {
 public:
  // All that it is given outlives it.
  Deliverer(storage::Store& store, DelivererParts parts, Channel& channel)
      : store_(store), parts_(parts), channel_(channel) {}

  // Sends what is due at `now`, the longest due first. Ends after the first that was not taken now:
  // the channel may be down, and what is due comes with the next ticks. What was not sent because
  // its cause is gone is CANCELLED; what is refused for good, is for who may not sign in any more,
  // or was tried as often as its retry says, is DEAD and stays. Blocks on the channel and the
  // store. Errors of the store are returned; those of one clinic do not hold up the others.
  absl::Status Tick(Instant now, const std::stop_token& stop);

 private:
  absl::StatusOr<bool> SendDue(const std::string& clinic, Instant now, const std::stop_token& stop);

  storage::Store& store_;
  const DelivererParts parts_;
  Channel& channel_;
};

}  // namespace midstance::delivery

#pragma once

#include <absl/status/status.h>
#include <google/protobuf/message.h>

#include <functional>

#include "support/time.h"

namespace midstance::client {

using Sleeper = std::function<void(Duration)>;

// How often a call is made and how long to wait between: `first_wait`, then `factor` times more
// each time, but never less than the server's RetryInfo asks, up to `longest_wait`.
struct RetryPolicy {
  int tries = 4;
  Duration first_wait = std::chrono::milliseconds(200);
  int factor = 2;
  Duration longest_wait = std::chrono::seconds(5);
};

// Whether making the call twice does no more than making it once: a read, or a write that carries a
// request id.
bool IsRepeatable(const google::protobuf::Message& request);

// Makes the call until it does something else than fail with UNAVAILABLE, or the tries are used up.
// A call that is not repeatable is made once.
absl::Status CallWithRetry(const RetryPolicy& policy, bool repeatable, const Sleeper& sleep,
                           const std::function<absl::Status()>& call);

}  // namespace midstance::client

#pragma once

#include <absl/status/status.h>

#include <functional>
#include <stop_token>

#include "clients/core/client.h"
#include "midstance/v1/watch_service.pb.h"

namespace midstance::client {

// What a watch tells its owner, on the calling thread.
struct WatchListener {
  // Each message, heartbeats too. False ends the watch.
  std::function<bool(const v1::WatchResponse&)> on_message;
  // The stream broke and is opened again after `wait`.
  std::function<void(const absl::Status& status, Duration wait)> on_reconnect;
  // The server's data was put back to an earlier state: what follows is the whole state anew.
  std::function<void()> on_start_over;
};

// How long to wait before a broken stream is opened again: doubles up to the longest, and starts
// over with the first message.
struct WatchBackoff {
  Duration first = std::chrono::milliseconds(250);
  Duration longest = std::chrono::seconds(30);
};

// Watches until the listener has enough or `stop` is requested (both OK), or an error that trying
// again cannot mend: UNAUTHENTICATED, PERMISSION_DENIED, INVALID_ARGUMENT, UNIMPLEMENTED. Every
// other end of the stream, its own deadline included, is mended by resuming from the last token, so
// that no change is lost or told twice. A stream that ends before its first token begins again as
// `request` says.
absl::Status Watch(const Client& client, v1::WatchRequest request, const WatchListener& listener,
                   const WatchBackoff& backoff = {}, const std::stop_token& stop = {});

}  // namespace midstance::client

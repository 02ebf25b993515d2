#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "services/rpc/call.h"
#include "support/status.h"

namespace midstance::rpc {

// The server's side of one server-streaming call, without gRPC: the door pulls from it and writes
// one message at a time, so that a slow reader holds one batch and nobody up. Used by one thread at
// a time.
class Stream {
 public:
  virtual ~Stream() = default;
  // What there is to send now, at most a batch; empty: nothing until the next wake. An error ends
  // the stream with it. `caller` is who the caller is now; `beat` asks for a sign of life even when
  // nothing happened.
  virtual absl::StatusOr<std::vector<std::string>> Pull(const Principal& caller, Instant now,
                                                        bool beat) = 0;
  // Nothing will follow what was pulled: once that is written, the stream ends with OK.
  virtual bool Done() const { return false; }
};

// Opens streams of one method. Set up at start, then only read.
struct StreamMethod {
  const MethodPolicy* policy = nullptr;
  // Called in the pool with the body; the call is authenticated and its role admitted, nothing else
  // is checked.
  std::function<absl::StatusOr<std::unique_ptr<Stream>>(Call& call, const std::string& body)> open;
};

// Tells streams that their clinic has something new. Implemented by the watch hub.
class WakeUps {
 public:
  virtual ~WakeUps() = default;
  // `wake` is called after every commit of the clinic, on the writer's thread, until the returned
  // token dies. nullptr when there are too many already.
  virtual std::shared_ptr<void> Subscribe(const std::string& clinic, const std::string& principal,
                                          std::function<void()> wake) = 0;
};

}  // namespace midstance::rpc

#pragma once

#include <absl/status/status.h>
#include <absl/status/statusor.h>
#include <grpcpp/channel.h>
#include <grpcpp/generic/generic_stub.h>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

namespace midstance::gateway {

// The Midstance server, as the gateway calls it: bytes each way, in the name of whoever's token
// comes with the call. It has no credentials of its own and keeps none. Thread-safe.
class Upstream {
 public:
  // Called once, on a thread of gRPC's or before the call returns.
  using Done = std::function<void(absl::StatusOr<std::string>)>;

  explicit Upstream(std::shared_ptr<grpc::ChannelInterface> channel);
  Upstream(const Upstream&) = delete;
  Upstream& operator=(const Upstream&) = delete;
  // Cancels the calls that are on their way and waits until each was answered and nothing is left
  // of it.
  ~Upstream();

  // `token` may be empty and must be printable ASCII otherwise. Never tries again: the caller does,
  // with the same request id.
  void Call(const std::string& path, const std::string& request, const std::string& token,
            std::chrono::milliseconds deadline, Done done);

  // Whether the server says that it serves. Asks it at most once a second, for up to a second.
  void Ready(std::function<void(bool)> done);

 private:
  struct Pending;

  void Finish(Pending* pending, const grpc::Status& status);
  void KnowReady(bool ready);

  grpc::GenericStub stub_;
  std::mutex mutex_;
  std::condition_variable idle_;
  std::unordered_set<Pending*> pending_;  // those that can be cancelled
  std::size_t under_way_ = 0;             // those of which something is left
  bool closing_ = false;

  bool ready_ = false;
  bool asking_ = false;
  std::optional<std::chrono::steady_clock::time_point> asked_;
  std::vector<std::function<void(bool)>> waiting_;
};

}  // namespace midstance::gateway

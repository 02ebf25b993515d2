#pragma once

#include <absl/status/statusor.h>
#include <google/protobuf/message.h>
#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "clients/core/grpc_errors.h"
#include "clients/core/request_ids.h"
#include "clients/core/retry.h"

namespace midstance::client {

// How calls are made.
struct CallOptions {
  std::string token;                             // sent as bearer token unless empty
  Duration deadline = std::chrono::seconds(10);  // of one try
  RetryPolicy retry;
  Sleeper sleep;  // between tries; left out: waits for the connection, where that is what failed
  RequestIds request_ids = RandomRequestIds();
  std::optional<Instant> demo_time;  // asks a server with a demo clock to move to this time first
};

// One caller's way to one server. A value; copies share the channel. Blocking. As thread-safe as
// its sleeper and its request ids.
//
//   client.Call(&v1::CaseService::Stub::GetCase, request)
class Client {
 public:
  Client(std::shared_ptr<grpc::ChannelInterface> channel, CallOptions options)
      : channel_(std::move(channel)), options_(std::move(options)) {}

  // A write without a request id gets one, the same for all its tries.
  template <class Stub, class Request, class Response>
  absl::StatusOr<Response> Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                Request request) const {
    FillRequestId(request);
    Stub stub(channel_);
    Response response;
    absl::Status status = CallWithRetry(
        options_.retry, IsRepeatable(request), [this](Duration wait) { Pause(wait); },
        [&] {
          grpc::ClientContext context;
          Prepare(context, options_.deadline);
          return FromGrpc((stub.*method)(&context, request, &response));
        });
    if (!status.ok()) return status;
    return response;
  }

  // Sets deadline, token and demo time.
  void Prepare(grpc::ClientContext& context, Duration deadline) const;

  // Before trying again: `wait`, or less when a broken connection stands again before.
  void Pause(Duration wait) const;

  Client WithToken(std::string token) const;
  Client At(Instant demo_time) const;

  const std::shared_ptr<grpc::ChannelInterface>& channel() const { return channel_; }
  const CallOptions& options() const { return options_; }

 private:
  void FillRequestId(google::protobuf::Message& request) const;

  std::shared_ptr<grpc::ChannelInterface> channel_;
  CallOptions options_;
};

}  // namespace midstance::client

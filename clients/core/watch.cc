#include "clients/core/watch.h"

#include <algorithm>

#include "midstance/v1/watch_service.grpc.pb.h"

namespace midstance::client {
namespace {

constexpr Duration kStreamDeadline = std::chrono::minutes(59);

bool IsFinal(absl::StatusCode code) {
  return code == absl::StatusCode::kUnauthenticated ||
         code == absl::StatusCode::kPermissionDenied ||
         code == absl::StatusCode::kInvalidArgument || code == absl::StatusCode::kUnimplemented;
}

}  // namespace

absl::Status Watch(const Client& client, v1::WatchRequest request, const WatchListener& listener,
                   const WatchBackoff& backoff, const std::stop_token& stop) {
  v1::WatchService::Stub stub(client.channel());
  Duration wait = backoff.first;
  while (!stop.stop_requested()) {
    grpc::ClientContext context;
    client.Prepare(context, kStreamDeadline);
    const auto reader = stub.Watch(&context, request);
    const std::stop_callback cancel(stop, [&context] { context.TryCancel(); });
    v1::WatchResponse message;
    bool enough = false;
    while (reader->Read(&message)) {
      if (enough) continue;  // what was under way when the stream was cancelled
      wait = backoff.first;
      if (!message.resume_token().empty()) {
        request.set_resume_token(message.resume_token());
        request.clear_initial_state();
      }
      enough = !listener.on_message(message);
      if (enough) context.TryCancel();
    }
    const absl::Status status = FromGrpc(reader->Finish());
    if (enough || stop.stop_requested()) break;
    if (IsFinal(status.code())) return status;
    if (status.code() == absl::StatusCode::kOutOfRange) {
      request.clear_resume_token();
      request.set_initial_state(true);
      if (listener.on_start_over) listener.on_start_over();
    }
    if (listener.on_reconnect) listener.on_reconnect(status, wait);
    client.Pause(wait);
    wait = std::min(wait * 2, backoff.longest);
  }
  return absl::OkStatus();
}

}  // namespace midstance::client

#include "clients/core/client.h"

#include <chrono>
#include <thread>

namespace midstance::client {

void Client::Prepare(grpc::ClientContext& context, Duration deadline) const {
  context.set_deadline(std::chrono::system_clock::now() + deadline);
  if (!options_.token.empty()) context.AddMetadata("authorization", "Bearer " + options_.token);
  if (options_.demo_time) {
    context.AddMetadata("midstance-demo-now-micros", std::to_string(MicrosOf(*options_.demo_time)));
  }
}

void Client::Pause(Duration wait) const {
  if (options_.sleep) return options_.sleep(wait);
  const auto until = std::chrono::system_clock::now() + wait;
  if (channel_->GetState(true) == GRPC_CHANNEL_READY) return std::this_thread::sleep_until(until);
  // Not a sleep: while nobody waits on it, the channel takes seconds to see that it is connected.
  channel_->WaitForConnected(until);
}

Client Client::WithToken(std::string token) const {
  Client copy = *this;
  copy.options_.token = std::move(token);
  return copy;
}

Client Client::At(Instant demo_time) const {
  Client copy = *this;
  copy.options_.demo_time = demo_time;
  return copy;
}

void Client::FillRequestId(google::protobuf::Message& request) const {
  const auto* id = request.GetDescriptor()->FindFieldByName("request_id");
  if (id == nullptr || !request.GetReflection()->GetString(request, id).empty()) return;
  request.GetReflection()->SetString(&request, id, options_.request_ids());
}

}  // namespace midstance::client

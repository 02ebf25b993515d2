#include "services/rpc/door.h"

#include <chrono>
#include <string>

#include "services/rpc/refusals.h"
#include "services/rpc/stream_reactor.h"
#include "services/rpc/unary_reactor.h"

namespace midstance::rpc {
namespace {

constexpr char kDemoHeader[] = "midstance-demo-now-micros";

}  // namespace

grpc::ServerGenericBidiReactor* Door::CreateReactor(grpc::GenericCallbackServerContext* context) {
  const auto stream = parts_.streams.find(context->method());
  if (stream == parts_.streams.end()) {
    auto* const unary = new UnaryReactor(*this, *context, parts_.verbs.Find(context->method()));
    unary->Begin();
    return unary;
  }
  auto reactor = std::make_shared<StreamReactor>(*this, *context, stream->second);
  auto* const raw = reactor.get();
  raw->Begin(std::move(reactor));
  return raw;
}

Instant Door::NowFor(const grpc::GenericCallbackServerContext& context) const {
  if (parts_.demo_clock != nullptr) {
    const auto header = context.client_metadata().find(kDemoHeader);
    if (header != context.client_metadata().end()) {
      const std::string text(header->second.data(), header->second.size());
      parts_.demo_clock->MoveTo(FromMicros(std::strtoll(text.c_str(), nullptr, 10)));
    }
  }
  return parts_.clock.Now();
}

void Door::Join(StreamReactor* stream) {
  const std::lock_guard lock(mutex_);
  open_.insert(stream);
}

void Door::Leave(StreamReactor* stream) {
  const std::lock_guard lock(mutex_);
  open_.erase(stream);
}

void Door::Drain() {
  draining_ = true;
  const std::lock_guard lock(mutex_);
  for (auto* stream : open_) {
    stream->End(Draining());
  }
}

void Door::Beat(std::chrono::steady_clock::duration patience) {
  const auto now = std::chrono::steady_clock::now();
  const std::lock_guard lock(mutex_);
  for (auto* stream : open_) stream->Beat(now, patience);
}

}  // namespace midstance::rpc

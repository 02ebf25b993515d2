#include "clients/gateway/upstream.h"

#include <grpcpp/client_context.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/slice.h>

#include <utility>

#include "clients/core/grpc_errors.h"

namespace midstance::gateway {
namespace {

constexpr std::chrono::milliseconds kReadyFor{1'000};
constexpr char kHealthMethod[] = "/grpc.health.v1.Health/Check";
// A HealthCheckResponse whose only field, status, is SERVING.
constexpr std::string_view kServing = "\x08\x01";

grpc::ByteBuffer BufferOfBytes(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return {&slice, 1};
}

std::string BytesOfBuffer(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  std::string bytes;
  if (!buffer.Valid() || !buffer.Dump(&slices).ok()) return bytes;
  for (const auto& slice : slices) {
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return bytes;
}

}  // namespace

struct Upstream::Pending {
  grpc::ClientContext context;
  grpc::ByteBuffer request;
  grpc::ByteBuffer response;
  Done done;
};

Upstream::Upstream(std::shared_ptr<grpc::ChannelInterface> channel) : stub_(std::move(channel)) {}

Upstream::~Upstream() {
  std::unique_lock lock(mutex_);
  closing_ = true;
  for (Pending* const pending : pending_) pending->context.TryCancel();
  idle_.wait(lock, [this] { return under_way_ == 0; });
}

void Upstream::Call(const std::string& path, const std::string& request, const std::string& token,
                    std::chrono::milliseconds deadline, Done done) {
  auto made = std::make_unique<Pending>();
  made->context.set_deadline(std::chrono::system_clock::now() + deadline);
  if (!token.empty()) made->context.AddMetadata("authorization", "Bearer " + token);
  made->request = BufferOfBytes(request);
  made->done = std::move(done);
  Pending* const pending = made.get();
  {
    const std::lock_guard lock(mutex_);
    if (!closing_) {
      ++under_way_;
      pending_.insert(made.release());
    }
  }
  if (made != nullptr) return made->done(absl::UnavailableError("shutting down"));
  stub_.UnaryCall(&pending->context, path, grpc::StubOptions(), &pending->request,
                  &pending->response,
                  [this, pending](grpc::Status status) { Finish(pending, status); });
}

// Nothing of a call is left when it is counted as ended: its context holds the channel, and gRPC's
// thread must not be the one that lets go of the last, as it would wait for itself.
void Upstream::Finish(Pending* pending, const grpc::Status& status) {
  std::unique_ptr<Pending> owned(pending);
  owned->done(status.ok() ? absl::StatusOr<std::string>(BytesOfBuffer(owned->response))
                          : client::FromGrpc(status));
  {
    const std::lock_guard lock(mutex_);
    pending_.erase(pending);
  }
  owned.reset();
  const std::lock_guard lock(mutex_);
  --under_way_;
  idle_.notify_all();
}

void Upstream::Ready(std::function<void(bool)> done) {
  bool known = false;
  bool ready = false;
  {
    const std::lock_guard lock(mutex_);
    known = asked_ && std::chrono::steady_clock::now() - *asked_ < kReadyFor;
    ready = ready_;
    if (!known) {
      waiting_.push_back(std::move(done));
      if (std::exchange(asking_, true)) return;
    }
  }
  if (known) return done(ready);
  Call(kHealthMethod, {}, {}, kReadyFor, [this](const absl::StatusOr<std::string>& answer) {
    KnowReady(answer.ok() && *answer == kServing);
  });
}

void Upstream::KnowReady(bool ready) {
  std::vector<std::function<void(bool)>> waiting;
  {
    const std::lock_guard lock(mutex_);
    ready_ = ready;
    asking_ = false;
    asked_ = std::chrono::steady_clock::now();
    waiting.swap(waiting_);
  }
  for (const auto& done : waiting) done(ready);
}

}  // namespace midstance::gateway

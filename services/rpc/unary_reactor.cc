#include "services/rpc/unary_reactor.h"

#include <grpcpp/support/slice.h>

#include <utility>
#include <vector>

#include "services/rpc/admission.h"
#include "services/rpc/grpc_status.h"
#include "support/policy.h"

namespace midstance::rpc {
namespace {

using std::chrono::steady_clock;

absl::Status Unknown() {
  return Error(v1::ERROR_REASON_METHOD_UNKNOWN).Because("this server has no such method");
}

absl::Status Draining() {
  return Error(v1::ERROR_REASON_DRAINING)
      .RetryAfter(std::chrono::seconds{1})
      .Because("the server is stopping");
}

}  // namespace

std::string Flatten(const grpc::ByteBuffer& buffer) {
  std::string bytes;
  std::vector<grpc::Slice> slices;
  if (!buffer.Dump(&slices).ok()) return bytes;
  bytes.reserve(buffer.Length());
  for (const auto& slice : slices) {
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return bytes;
}

grpc::ByteBuffer BufferOf(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return grpc::ByteBuffer(&slice, 1);
}

UnaryReactor::UnaryReactor(Door& door, grpc::GenericCallbackServerContext& context,
                           const Verb* verb)
    : door_(door),
      context_(context),
      verb_(verb),
      passage_(std::make_shared<Passage>()),
      started_(steady_clock::now()) {}

void UnaryReactor::Begin() {
  auto& call = passage_->call;
  call.now = door_.NowFor(context_);
  call.seed = door_.parts().random.NextSeed();
  call.correlation_id = MakeId(call.now, call.seed, -1);
  passage_->expired = [this] { return Expired(context_); };
  passage_->done = [this](Answer answer) { Answered(std::move(answer)); };
  if (verb_ == nullptr) return Answered({Unknown(), {}});
  call.policy = verb_->policy;
  passage_->verb = verb_;
  if (door_.draining()) return Answered({Draining(), {}});
  Admit(door_, *verb_->policy, context_, call, [this](absl::Status admitted) {
    if (admitted.ok()) return StartRead(&bytes_);
    if (ReasonOf(admitted) == v1::ERROR_REASON_ROLE_REQUIRED) {
      door_.parts().trail.Refused(passage_->call, ReasonName(v1::ERROR_REASON_ROLE_REQUIRED));
    }
    Answered({std::move(admitted), {}});
  });
}

void UnaryReactor::OnReadDone(bool ok) {
  if (!ok) {
    return Answered({Error(v1::ERROR_REASON_BODY_MALFORMED).Because("the call has no body"), {}});
  }
  const auto most = verb_->policy->max_request_bytes;
  if (bytes_.Length() > most) {
    return Answered({Error(v1::ERROR_REASON_TOO_LARGE)
                         .With("max_bytes", std::to_string(most))
                         .Because("the body may have at most " + std::to_string(most) + " bytes"),
                     {}});
  }
  passage_->body = Flatten(bytes_);
  bytes_.Clear();
  if (absl::Status entered = door_.parts().pipeline.Enter(passage_); !entered.ok()) {
    Answered({std::move(entered), {}});
  }
}

void UnaryReactor::Answered(Answer answer) {
  const auto& call = passage_->call;
  const grpc::Status status = ToGrpc(answer.status, call.correlation_id);
  const std::string reason =
      answer.status.ok() ? std::string() : ReasonName(ReasonOf(answer.status));
  const std::chrono::duration<double, std::milli> took = steady_clock::now() - started_;
  const auto& log = door_.parts().log;
  const std::string code =
      absl::StatusCodeToString(static_cast<absl::StatusCode>(status.error_code()));
  if (status.error_code() == grpc::StatusCode::INTERNAL) {
    log.Failure(call.correlation_id, answer.status);
  }
  log.Call({.method = verb_ == nullptr ? "?" : std::string_view(verb_->policy->path),
            .code = code,
            .reason = reason,
            .milliseconds = took.count(),
            .principal = call.principal.name,
            .correlation_id = call.correlation_id,
            .request_id = call.request_id,
            .resource = call.resource,
            .attempts = passage_->attempts});
  // The passage refers to this reactor, which gRPC may let go of as soon as it is finished.
  if (!status.ok()) {
    context_.AddTrailingMetadata("midstance-correlation-id", call.correlation_id);
    return Finish(status);
  }
  bytes_ = BufferOf(answer.body);
  StartWriteAndFinish(&bytes_, grpc::WriteOptions(), status);
}

}  // namespace midstance::rpc

#include "services/rpc/unary_reactor.h"

#include <grpcpp/support/slice.h>

#include <utility>
#include <vector>

#include "services/rpc/admission.h"
#include "services/rpc/call_end.h"
#include "services/rpc/grpc_status.h"
#include "services/rpc/refusals.h"
#include "support/policy.h"

namespace midstance::rpc {
namespace {

using std::chrono::steady_clock;

absl::Status Unknown() {
  return Error(v1::ERROR_REASON_METHOD_UNKNOWN).Because("this server has no such method");
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
    if (!admitted.ok()) return NotAdmitted(std::move(admitted));
    StartRead(&bytes_);
  });
}

void UnaryReactor::NotAdmitted(absl::Status refusal) {
  if (ReasonOf(refusal) == v1::ERROR_REASON_ROLE_REQUIRED) {
    door_.parts().trail.Refused(passage_->call, ReasonName(v1::ERROR_REASON_ROLE_REQUIRED));
  }
  Answered({std::move(refusal), {}});
}

void UnaryReactor::OnReadDone(bool ok) {
  if (!ok) {
    return Answered({Error(v1::ERROR_REASON_BODY_MALFORMED).Because("the call has no body"), {}});
  }
  const MethodPolicy& policy = *verb_->policy;
  if (bytes_.Length() > policy.max_request_bytes) return Answered({TooLarge(policy), {}});
  passage_->body = Flatten(bytes_);
  bytes_.Clear();
  // Again: a body may be held back while the session ends or the role goes.
  Admit(door_, policy, context_, passage_->call, [this](absl::Status admitted) {
    if (!admitted.ok()) return NotAdmitted(std::move(admitted));
    absl::Status entered = door_.parts().pipeline.Enter(passage_);
    if (!entered.ok()) Answered({std::move(entered), {}});
  });
}

void UnaryReactor::Answered(Answer answer) {
  const auto& call = passage_->call;
  const grpc::Status status = ToGrpc(answer.status, call.correlation_id);
  LogEnd(door_.parts().log, call, answer.status, status, started_, passage_->attempts);
  // The passage refers to this reactor, which gRPC may let go of as soon as it is finished.
  if (!status.ok()) {
    context_.AddTrailingMetadata("midstance-correlation-id", call.correlation_id);
    return Finish(status);
  }
  bytes_ = BufferOf(answer.body);
  StartWriteAndFinish(&bytes_, grpc::WriteOptions(), status);
}

}  // namespace midstance::rpc

#include "services/rpc/stream_reactor.h"

#include <exception>
#include <utility>

#include "services/rpc/admission.h"
#include "services/rpc/call_end.h"
#include "services/rpc/grpc_status.h"
#include "services/rpc/pipeline.h"
#include "services/rpc/refusals.h"
#include "services/rpc/unary_reactor.h"
#include "support/policy.h"

namespace midstance::rpc {
namespace {

using std::chrono::steady_clock;

}  // namespace

StreamReactor::StreamReactor(Door& door, grpc::GenericCallbackServerContext& context,
                             const StreamMethod& method)
    : door_(door), context_(context), method_(method), started_(steady_clock::now()) {}

void StreamReactor::Begin(std::shared_ptr<StreamReactor> self) {
  weak_ = self;
  self_ = std::move(self);
  call_.policy = method_.policy;
  call_.now = door_.NowFor(context_);
  call_.seed = door_.parts().random.NextSeed();
  call_.correlation_id = MakeId(call_.now, call_.seed, -1);
  known_ = call_;
  door_.Join(this);
  if (door_.draining()) return End(Draining());
  if (auto token = BearerToken(context_); token.ok()) token_ = *std::move(token);
  // The caller may cancel while the token is looked up in the pool. The call then ends, gRPC lets
  // go of its context, and only the reactor is still there.
  Admit(door_, *method_.policy, context_, call_,
        [this, reactor = weak_.lock()](const absl::Status& admitted) {
          NoteCall();
          if (!admitted.ok()) return End(admitted);
          const std::lock_guard lock(mutex_);
          if (!ended_) StartRead(&bytes_);
        });
}

void StreamReactor::NoteCall() {
  const std::lock_guard lock(mutex_);
  known_ = call_;
}

void StreamReactor::OnReadDone(bool ok) {
  if (!ok) return End(Error(v1::ERROR_REASON_BODY_MALFORMED).Because("the call has no body"));
  if (bytes_.Length() > method_.policy->max_request_bytes) return End(TooLarge(*method_.policy));
  auto open = [this, self = weak_.lock(), body = Flatten(bytes_)] {
    absl::StatusOr<std::unique_ptr<Stream>> opened = absl::InternalError("not opened");
    try {
      opened = method_.open(call_, body);
    } catch (const std::exception& failure) {
      opened = absl::InternalError(failure.what());
    }
    NoteCall();
    if (!opened.ok()) return End(opened.status());
    auto subscription = door_.parts().wake_ups.Subscribe(call_.principal.clinic,
                                                         call_.principal.name, [weak = weak_] {
                                                           if (const auto reactor = weak.lock())
                                                             reactor->Wake();
                                                         });
    if (subscription == nullptr) {
      return End(Error(v1::ERROR_REASON_RATE_LIMITED)
                     .RetryAfter(std::chrono::seconds{5})
                     .Because("too many streams are open"));
    }
    const std::lock_guard lock(mutex_);
    if (ended_) return;
    stream_ = *std::move(opened);
    subscription_ = std::move(subscription);
    StartSendInitialMetadata();
    SchedulePull(false);
  };
  if (!door_.parts().pool.TryRun(PriorityOf(*method_.policy), std::move(open))) End(Overloaded());
}

void StreamReactor::Wake() {
  const std::lock_guard lock(mutex_);
  woken_ = true;
  SchedulePull(false);
}

// Under the lock. Pulls only when nothing is left to write: that is what bounds memory.
void StreamReactor::SchedulePull(bool beat) {
  beat_due_ = beat_due_ || beat;
  if (ended_ || pulling_ || writing_ || stream_ == nullptr) return;
  pulling_ = true;
  woken_ = false;
  const bool with_beat = std::exchange(beat_due_, false);
  door_.parts().pool.Run([this, self = weak_.lock(), with_beat] { Pull(with_beat); });
}

absl::StatusOr<Principal> StreamReactor::StillWho(Instant now) {
  auto& authenticator = door_.parts().authenticator;
  constexpr auto kUse = Authenticator::Use::kDoesNotCount;
  auto known = authenticator.Recall(token_, now, kUse);
  auto who = known.has_value() ? *std::move(known) : authenticator.Authenticate(token_, now, kUse);
  if (who.ok() && who->roles.And(Roles::Of(method_.policy->roles)).empty())
    return RoleRequired(*method_.policy);
  return who;
}

void StreamReactor::Pull(bool beat) {
  {
    const std::lock_guard lock(mutex_);
    if (ended_) return;
  }
  absl::StatusOr<std::vector<std::string>> pulled = absl::InternalError("not pulled");
  bool is_last = false;
  try {
    const Instant now = door_.parts().clock.Now();
    auto who = StillWho(now);
    if (who.ok()) {
      pulled = stream_->Pull(*who, now, beat);
      is_last = stream_->Done();
    } else {
      pulled = std::move(who).status();
    }
  } catch (const std::exception& failure) {
    pulled = absl::InternalError(failure.what());
  }
  std::unique_lock lock(mutex_);
  pulling_ = false;
  if (ended_) return;
  if (!pulled.ok()) return EndLocked(lock, pulled.status());
  for (auto& message : *pulled) batch_.push_back(std::move(message));
  is_last_ = is_last;
  if (!batch_.empty()) return WriteNext();
  if (is_last_) return EndLocked(lock, absl::OkStatus());
  if (woken_ || beat_due_) SchedulePull(false);
}

// Under the lock, so that no write can follow the end.
void StreamReactor::WriteNext() {
  bytes_ = BufferOf(batch_.front());
  batch_.pop_front();
  writing_ = true;
  writing_since_ = steady_clock::now();
  StartWrite(&bytes_);
}

void StreamReactor::OnWriteDone(bool ok) {
  std::unique_lock lock(mutex_);
  writing_ = false;
  if (ended_) return;
  if (!ok) {
    return EndLocked(lock, Error(v1::ERROR_REASON_CALLER_GONE).Because("the caller went away"));
  }
  if (!batch_.empty()) return WriteNext();
  if (is_last_) return EndLocked(lock, absl::OkStatus());
  // More may follow a full batch, so ask again until a pull comes back empty.
  SchedulePull(false);
}

void StreamReactor::Beat(steady_clock::time_point now, steady_clock::duration patience) {
  std::unique_lock lock(mutex_);
  if (ended_) {
    // Its status waits behind messages that the reader does not take.
    if (writing_ && !std::exchange(given_up_, true)) context_.TryCancel();
    return;
  }
  if (writing_ && now - writing_since_ >= patience) {
    return EndLocked(
        lock, Error(v1::ERROR_REASON_STREAM_TOO_SLOW)
                  .RetryAfter(std::chrono::seconds{1})
                  .Because("the reader took nothing for too long; resume from its last token"));
  }
  SchedulePull(true);
}

void StreamReactor::OnCancel() {
  End(Error(v1::ERROR_REASON_CALLER_GONE).Because("the caller went away"));
}

void StreamReactor::End(const absl::Status& status) {
  std::unique_lock lock(mutex_);
  EndLocked(lock, status);
}

void StreamReactor::EndLocked(std::unique_lock<std::mutex>& lock, const absl::Status& status) {
  // From here on no write can start, so the lock is not needed for what follows.
  if (std::exchange(ended_, true)) return;
  const auto self = weak_.lock();  // gRPC may let go of this as soon as it is finished
  batch_.clear();
  auto subscription = std::move(subscription_);
  const Call call = std::move(known_);
  // Letting the subscription go takes the hub's lock, which a waking thread may hold while it asks
  // for ours.
  lock.unlock();
  subscription.reset();
  const grpc::Status ended = ToGrpc(status, call.correlation_id);
  LogEnd(door_.parts().log, call, status, ended, started_);
  if (status.code() == absl::StatusCode::kPermissionDenied)
    door_.parts().trail.Refused(call, ReasonName(ReasonOf(status)));
  // Last: who is told that the call ended finds its line in the log.
  if (!status.ok()) context_.AddTrailingMetadata("midstance-correlation-id", call.correlation_id);
  Finish(ended);
}

void StreamReactor::OnDone() {
  door_.Leave(this);
  std::shared_ptr<StreamReactor> self;  // before the lock, so that it goes after it
  const std::lock_guard lock(mutex_);
  self = std::move(self_);
}

}  // namespace midstance::rpc

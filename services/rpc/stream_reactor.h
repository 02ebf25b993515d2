#pragma once

#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/support/byte_buffer.h>

#include <chrono>
#include <deque>
#include <memory>
#include <mutex>
#include <string>

#include "services/rpc/door.h"

namespace midstance::rpc {

// One server-streaming call. Pulls from its Stream in the pool, writes one message at a time, and
// pulls again when woken. Holds at most one batch, whatever the reader does. Deletes itself when
// gRPC and the last pull are done with it.
class StreamReactor final : public grpc::ServerGenericBidiReactor {
 public:
  StreamReactor(Door& door, grpc::GenericCallbackServerContext& context,
                const StreamMethod& method);

  // Begins the call and keeps the reactor alive until OnDone. Called once, right after
  // construction.
  void Begin(std::shared_ptr<StreamReactor> self);

  void OnReadDone(bool ok) override;
  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

  // A commit happened; from any thread.
  void Wake();
  // Time passed.
  void Beat(std::chrono::steady_clock::time_point now,
            std::chrono::steady_clock::duration patience);
  void End(const absl::Status& status);

 private:
  void NoteCall();
  void SchedulePull(bool beat);
  void Pull(bool beat);
  void WriteNext();
  void EndLocked(std::unique_lock<std::mutex>& lock, const absl::Status& status);
  absl::StatusOr<Principal> StillWho(Instant now);

  Door& door_;
  grpc::GenericCallbackServerContext& context_;
  const StreamMethod& method_;
  const std::chrono::steady_clock::time_point started_;
  Call call_;  // belongs to the thread that opens, then to the one that pulls
  std::string token_;
  grpc::ByteBuffer bytes_;
  std::unique_ptr<Stream> stream_;

  std::mutex mutex_;
  std::shared_ptr<StreamReactor> self_;  // held until gRPC is done; pulls in flight hold their own
  std::weak_ptr<StreamReactor> weak_;
  Call known_;  // what was known of call_ so far, for whoever ends it
  std::shared_ptr<void> subscription_;
  std::deque<std::string> batch_;
  std::chrono::steady_clock::time_point writing_since_;
  bool writing_ = false;
  bool pulling_ = false;
  bool is_last_ = false;  // nothing follows batch_
  bool woken_ = false;
  bool beat_due_ = false;
  bool ended_ = false;
  bool given_up_ = false;
};

}  // namespace midstance::rpc

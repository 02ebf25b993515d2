#pragma once

#include <grpcpp/generic/async_generic_service.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "services/rpc/audit.h"
#include "services/rpc/authenticator.h"
#include "services/rpc/call_log.h"
#include "services/rpc/clock.h"
#include "services/rpc/demo_clock.h"
#include "services/rpc/pipeline.h"
#include "services/rpc/stream.h"
#include "services/rpc/verbs.h"

namespace midstance::rpc {

class StreamReactor;

// What the door is made of; all of it outlives the door.
struct DoorParts {
  const Clock& clock;
  DemoClock*
      demo_clock;  // set: a call's header may move the time forward. Never on a reachable address.
  RandomSource& random;
  const PolicyTable& policies;
  const VerbTable& verbs;
  const std::unordered_map<std::string, StreamMethod>& streams;
  Authenticator& authenticator;
  Pipeline& pipeline;
  AccessTrail& trail;
  const CallLog& log;
  Executor& pool;
  WakeUps& wake_ups;
};

// The one door. Every RPC enters here, and nothing is served that has no policy. In this order,
// each step with its own refusal, and nothing later runs when an earlier one fails:
// clang-format off
//   1 method known                    METHOD_UNKNOWN
//   2 not draining                    DRAINING
//   3 deadline present, near enough   DEADLINE_REQUIRED, DEADLINE_PASSED
//   4 exactly one valid bearer token  CREDENTIALS_MISSING, CREDENTIALS_INVALID, SESSION_EXPIRED,
//                                     LINK_EXPIRED
//   5 role, password given lately     ROLE_REQUIRED, STEP_UP_REQUIRED
//   6 body, read now: its size        TOO_LARGE
//   7 a place in the queue            OVERLOADED
// clang-format on
// and then the steps of the pipeline. gRPC's threads never wait here.
class Door final : public grpc::CallbackGenericService {
 public:
  explicit Door(DoorParts parts) : parts_(parts) {}
  ~Door() override = default;

  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext* context) override;

  // From now on calls are refused with DRAINING, and open streams end with it.
  void Drain();
  // A sign of life on every stream; ends those whose session ended or whose reader took nothing for
  // `patience`.
  void Beat(std::chrono::steady_clock::duration patience = std::chrono::minutes{1});

  const DoorParts& parts() const { return parts_; }
  bool draining() const { return draining_.load(std::memory_order_relaxed); }

  // For the reactors.
  Instant NowFor(const grpc::GenericCallbackServerContext& context) const;
  void Join(StreamReactor* stream);
  void Leave(StreamReactor* stream);

 private:
  DoorParts parts_;
  std::atomic<bool> draining_ = false;
  std::mutex mutex_;
  std::unordered_set<StreamReactor*> open_;
};

}  // namespace midstance::rpc

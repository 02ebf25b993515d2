#pragma once

#include <functional>
#include <memory>
#include <string>

#include "services/rpc/audit.h"
#include "services/rpc/call.h"
#include "services/rpc/verbs.h"
#include "storage/store.h"
#include "support/executor.h"
#include "support/policy.h"
#include "support/schema.h"
#include "support/tokens.h"

namespace midstance::rpc {

// How full a pool may be before the method is refused.
Priority PriorityOf(const MethodPolicy& policy);

// What the caller gets.
struct Answer {
  absl::Status status;
  std::string body;  // serialized response when the status is OK
};

// One unary call on its way, from its body to its answer.
struct Passage {
  const Verb* verb = nullptr;
  Call call;
  std::string body;
  std::function<bool()> expired;     // the caller went away or its deadline passed
  std::function<void(Answer)> done;  // exactly once, on some thread; must not block
  int attempts = 0;
};

// The steps of a unary call behind its admission: parse, name, scope, constraints, replay, verb,
// journal, commit, audience. Reads answer from the pool; writes are decided in the pool on a
// snapshot and applied by the store's writer, decided again when the patient's compartment moved
// meanwhile, and from the third time on by the writer itself. Knows nothing of gRPC. Thread-safe.
class Pipeline {
 public:
  Pipeline(storage::Store& store, const Schema& schema, const TokenSealer& sealer,
           AccessTrail& trail, Executor& pool, Executor& costly)
      : store_(store),
        schema_(schema),
        sealer_(sealer),
        trail_(trail),
        pool_(pool),
        costly_(costly) {}

  // Takes the call over on the right pool. OVERLOADED when that is full; `done` is then never
  // called.
  absl::Status Enter(std::shared_ptr<Passage> passage);
  // The same steps up to the verb, for a stream that opens: parses `body` into `request` and fills
  // in the call. Blocks.
  absl::Status AdmitStream(Call& call, const std::string& body,
                           google::protobuf::Message& request) const;

 private:
  using Message = google::protobuf::Message;

  Executor& PoolOf(const Passage& passage);
  void Start(const std::shared_ptr<Passage>& passage);
  absl::Status Read(Call& call, const std::string& body, Message& request) const;
  absl::Status Check(const Message& request, Instant now) const;
  absl::Status FindOutWho(Call& call, const Verb& verb, const Message& request) const;
  void RunRead(const std::shared_ptr<Passage>& passage, const Message& request);
  void Decide(const std::shared_ptr<Passage>& passage, std::shared_ptr<const Message> request);
  absl::StatusOr<storage::WriteUnit> DecideOn(const storage::Reader& reader, Passage& passage,
                                              const Message& request, std::string& body) const;
  // The verb, and what it writes under the request key; nothing of it when it only validates.
  absl::StatusOr<storage::WriteUnit> RunWrite(const storage::Reader& reader, const Passage& passage,
                                              const Message& request, const std::string& key,
                                              std::string& body) const;
  void Commit(const std::shared_ptr<Passage>& passage, std::shared_ptr<const Message> request,
              storage::WriteUnit unit, std::string body);
  void CommitInWriter(const std::shared_ptr<Passage>& passage,
                      std::shared_ptr<const Message> request);
  void Settle(const std::shared_ptr<Passage>& passage, storage::Outcome outcome, std::string body);
  absl::StatusOr<std::string> Replayed(const Passage& passage,
                                       const storage::v1::StoredReply& reply) const;
  void Finish(Passage& passage, absl::Status status, std::string body = {});

  storage::Store& store_;
  const Schema& schema_;
  const TokenSealer& sealer_;
  AccessTrail& trail_;
  Executor& pool_;
  Executor& costly_;
};

}  // namespace midstance::rpc

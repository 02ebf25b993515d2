#pragma once

#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "midstance/storage/v1/records.pb.h"
#include "services/rpc/call.h"
#include "storage/store.h"

namespace midstance::rpc {

// The audit record of a call; the resources that it touched are added by whoever knows them.
storage::v1::AuditRecord RecordOf(const Call& call, std::string_view outcome);

// A refused call may name anything at all; trail and log hold nothing but names.
bool IsNameOrParent(std::string_view text);

// Keeps refusals and readings of patients' data in the clinic's journal without holding up the
// call: entries gather in memory and are written together, at the latest when `Flush` is called.
// Thread-safe. A refusal repeated by the same caller on the same method within a minute is counted
// once. What the store refuses is offered again with the next Flush. Outlives the store's answers.
class AccessTrail {
 public:
  explicit AccessTrail(storage::Store& store) : store_(store) {}

  void Refused(const Call& call, std::string_view reason);
  void Read(const Call& call);
  // Queues what gathered for the writer. Called by a timer, before draining, and by tests.
  void Flush();

 private:
  struct Key {
    std::string clinic, actor, action, outcome;
    auto operator<=>(const Key&) const = default;
  };
  void Add(const Call& call, std::string_view outcome);
  void Keep(const std::string& clinic, storage::v1::AuditRecord record);
  // Empties what gathered.
  std::vector<std::pair<std::string, storage::v1::AuditRecord>> TakeAll();

  storage::Store& store_;
  std::mutex mutex_;
  std::map<Key, storage::v1::AuditRecord> waiting_;
  // By clinic: those that have room for no other resource, and those that the writer refused.
  std::vector<std::pair<std::string, storage::v1::AuditRecord>> full_;
  std::map<Key, Instant> refused_;
};

}  // namespace midstance::rpc

#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "midstance/storage/v1/records.pb.h"
#include "midstance/v1/watch_service.pb.h"
#include "services/rpc/stream.h"
#include "services/watch/walk.h"
#include "storage/store.h"
#include "support/tokens.h"

namespace midstance::watch {

// What watching needs; all of it outlives the streams.
struct WatchParts {
  storage::Store& store;
  const TokenSealer& sealer;
};

// A place in a clinic's journal. The digest, that of the change, depends on all changes before it:
// a store that was restored from a copy and went on has another one at the same number.
struct Place {
  std::int64_t change = 0;  // the last one told
  std::string digest;
};

// One open Watch: reads the clinic's journal from its position and tells what the caller may see,
// in commit order. The positions are the only state, so a slow reader costs one batch and a resumed
// one misses nothing.
class WatchStream final : public rpc::Stream {
 public:
  // RESUME_TOKEN_INVALID, TOKEN_OF_ANOTHER_STORE, RESUME_TOKEN_EXPIRED, FIELD_INVALID.
  static absl::StatusOr<std::unique_ptr<rpc::Stream>> Open(const WatchParts& parts,
                                                           const rpc::Call& call,
                                                           const v1::WatchRequest& request);

  absl::StatusOr<std::vector<std::string>> Pull(const rpc::Principal& caller, Instant now,
                                                bool beat) override;

 private:
  WatchStream(const WatchParts& parts, std::string clinic, std::vector<std::string> types,
              std::string prefix);

  // What a pull is made from.
  struct Pulling {
    const storage::Reader& reader;
    const std::string& care_team_of;  // empty: the caller reaches everybody
    Instant now;
  };

  absl::Status PullFrom(const Pulling& pulling, std::vector<std::string>& batch);
  absl::Status PullExisting(const Pulling& pulling, std::vector<std::string>& batch);
  absl::Status PullChanges(const Pulling& pulling, std::vector<std::string>& batch);
  absl::Status PullJoined(const Pulling& pulling, std::vector<std::string>& batch);
  // The next page of the walk, of at least one resource unless it ends.
  absl::Status TellExisting(const Pulling& pulling, const std::string& token, Walk& walk,
                            std::vector<std::string>& batch) const;
  absl::Status TellChanges(const Pulling& pulling, const storage::v1::JournalEntry& entry,
                           std::vector<v1::WatchResponse>& told) const;
  // Whom the change put out of the caller's reach; whom it let her see is put into `joined_`.
  absl::Status TellReach(const Pulling& pulling, const storage::v1::JournalEntry& entry,
                         std::vector<v1::WatchResponse>& told);
  static absl::StatusOr<bool> Reaches(const Pulling& pulling, const std::string& name);
  std::string Token(const Place& place) const;
  std::string Heartbeat() const;

  WatchParts parts_;
  std::string clinic_;
  Types types_;
  std::string prefix_;
  Place place_;
  Walk existing_ = Walk::AllTold();  // the initial state
  // What a change let the caller see is told between that change and the next. `place_` is before
  // the change until then.
  std::vector<Walk> joined_;
  Place behind_joined_;
};

}  // namespace midstance::watch

#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "midstance/v1/watch_service.pb.h"
#include "services/rpc/stream.h"
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
// in commit order. The position is the only state, so a slow reader costs one batch and a resumed
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

  absl::Status PullExisting(const storage::Reader& reader, const std::string& care_team_of,
                            Instant now, std::vector<std::string>& batch);
  absl::Status PullChanges(const storage::Reader& reader, const std::string& care_team_of,
                           Instant now, std::vector<std::string>& batch);
  absl::StatusOr<bool> Reaches(const storage::Reader& reader, const std::string& care_team_of,
                               const std::string& name) const;
  bool Watches(const std::string& type, const std::string& name) const;
  std::string Token(const Place& place) const;
  std::string Heartbeat() const;

  WatchParts parts_;
  std::string clinic_;
  std::vector<std::string> types_;  // empty: all
  std::string prefix_;
  Place place_;
  // The table that the initial state has come to and the row it goes on after; past the last table:
  // live.
  std::size_t existing_table_ = 0;
  std::string existing_after_;
};

}  // namespace midstance::watch

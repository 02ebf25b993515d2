#pragma once

#include <map>
#include <string>

#include "storage/sql/session.h"
#include "storage/sql/statements.h"
#include "storage/store.h"

namespace midstance::storage::sql {

// Applies units to the transaction that is open on a session. The heads of the clinics are read
// once per transaction, moved in memory and written by Finish.
class Applier {
 public:
  Applier(Session& session, const Statements& statements)
      : session_(session), statements_(statements) {}

  // Forgets the heads: a new transaction begins.
  void Begin() {
    heads_.clear();
    broken_ = false;
  }
  // The unit is kept whole, or nothing of it is: every other outcome than OK without a stored reply
  // leaves no trace.
  Outcome Apply(const WriteUnit& unit);
  // Writes the heads that moved.
  absl::Status Finish();
  // A unit that was refused could not be undone: the transaction must not be committed.
  bool broken() const { return broken_; }
  // Did any unit since Begin change anything?
  bool moved() const;
  // Calls `tell(clinic, last change)` for every clinic that moved.
  template <class Tell>
  void EachMoved(const Tell& tell) const {
    for (const auto& [clinic, head] : heads_) {
      if (head.moved) tell(clinic, head.change);
    }
  }

 private:
  struct Head {
    std::int64_t change = 0;
    std::string digest;
    bool moved = false;
  };
  enum class Verdict { kKept, kStale, kRepeated, kFailed };
  struct Result {
    Verdict verdict;
    absl::Status status;
  };

  absl::StatusOr<Head*> TakeHead(const std::string& clinic);
  Result ApplyInside(const WriteUnit& unit, const Head& next);
  Result AddEntry(const WriteUnit& unit, const Head& next);
  Result CheckRows(const WriteUnit& unit);
  Result MovePatients(const WriteUnit& unit);
  Result ApplyMutation(const std::string& clinic, const Mutation& mutation);
  Result Insert(const std::string& clinic, const Mutation& mutation);
  Result Change(const std::string& clinic, const Mutation& mutation);
  absl::Status SetCareTeam(const std::string& clinic, const Mutation& mutation);
  absl::Status LeaveCareTeam(const std::string& clinic, const std::string& patient,
                             const std::string& member);
  absl::Status JoinCareTeam(const std::string& clinic, const Mutation& mutation,
                            const std::string& patient, const std::string& member);
  absl::Status TellCareTeam(const std::string& clinic, const Mutation& mutation,
                            const std::string& patient);
  Outcome Repeat(const WriteUnit& unit);
  Result Fail() { return {Verdict::kFailed, session_.Failed()}; }

  Session& session_;
  const Statements& statements_;
  std::map<std::string, Head> heads_;
  bool broken_ = false;
};

}  // namespace midstance::storage::sql

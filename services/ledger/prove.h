#pragma once

#include <absl/status/statusor.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "midstance/v1/escalation.pb.h"
#include "midstance/v1/referral.pb.h"
#include "storage/store.h"
#include "support/time.h"

// The ledger of a clinic's flags: what was raised, where it is now, and who decided.
namespace midstance::ledger {

struct Line {
  std::string escalation;
  Instant fired;
  std::string by;  // "ruleSets/{rule_set}", or the clinician who raised it by hand
  rules::v1::Urgency urgency;
  v1::Escalation::State state;
  // Of the latest referral; nothing where there is none.
  std::optional<v1::Referral::State> referral;
  // Whose it is now, the case's clinician; of one that has ended: who decided.
  std::string person;
  std::optional<Instant> decided;
  v1::Escalation::Outcome outcome;
  std::string reason;
};

struct Ledger {
  std::int64_t fired = 0;  // as the journal tells
  std::int64_t open = 0;
  std::int64_t ended = 0;   // by a named person, with a reason
  std::vector<Line> lines;  // in the order in which they fired
  // Raised, and neither open nor so ended.
  std::vector<std::string> lost;

  bool AddsUp() const { return lost.empty() && fired == open + ended; }
};

// On one snapshot.
absl::StatusOr<Ledger> Prove(storage::Store& store, const std::string& clinic);

}  // namespace midstance::ledger

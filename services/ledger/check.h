#pragma once

#include <absl/status/statusor.h>

#include <string>
#include <vector>

#include "services/cases/engine/engines.h"
#include "services/ledger/chains.h"
#include "storage/store.h"
#include "support/time.h"

// Proves of a whole clinic that no flag was lost: goes through the history of every patient again
// and looks for the escalation of each flag, and for the person and the reason behind each end.
namespace midstance::ledger {

struct Counts {
  int patients = 0;
  int flags = 0;  // that the patients' records ever held
  // Escalations, by where they stand.
  int open = 0;
  int acknowledged = 0;
  int evidence_changed = 0;
  int resolved = 0;
  // Of these: without a flag in the records as they are now, raised by a clinician, by time, or by
  // records that were withdrawn or contradicted since.
  int without_flag = 0;
  int referrals_under_way = 0;
  int referrals_closed = 0;
};

struct Findings {
  Counts counts;
  std::vector<Violation> violations;
};

// As of `now`, by the clinic's active rules, and of what they found since they are active: what
// they would have found before, when others were, nobody had to raise. Reads only, a few patients
// on each snapshot, so that it may run beside those who write.
absl::StatusOr<Findings> Check(storage::Store& store, const cases::Engines& engines,
                               const std::string& clinic, Instant now);

}  // namespace midstance::ledger

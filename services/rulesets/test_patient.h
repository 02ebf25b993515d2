#pragma once

#include <absl/status/statusor.h>

#include <string>
#include <vector>

#include "midstance/v1/back_test.pb.h"
#include "services/rules/backtest.h"
#include "storage/store.h"

namespace midstance::rulesets {

// One patient's part of a back-test.
struct PatientTested {
  rules::BackTestCounts counts;
  std::vector<v1::BackTestDifference> differences;
  int lost_confirmed = 0;  // see losing.h
  int late_confirmed = 0;
};

// Both rule sets over the records of "patients/{patient}", and over those that were merged into
// hers (see cases/engine/person.h); nothing of one who is deleted, not there, or was merged into
// another, with whom she is tested.
absl::StatusOr<PatientTested> TestPatient(const storage::Reader& reader,
                                          const rules::CompiledRuleSet& active,
                                          const rules::CompiledRuleSet& candidate,
                                          const rules::BackTestPeriod& period,
                                          const std::string& patient);

}  // namespace midstance::rulesets

#pragma once

#include <absl/status/statusor.h>

#include <vector>

#include "midstance/v1/back_test.pb.h"
#include "midstance/v1/escalation.pb.h"
#include "services/cases/engine/person.h"
#include "services/rules/backtest.h"
#include "storage/store.h"

// What became of the alarms that a back-test compares.
namespace midstance::rulesets {

// An escalation that the rules raised, and whether it proved true: see escalations::IsConfirmed.
struct Raised {
  v1::Escalation escalation;
  bool confirmed = false;
};

// All of the person, in the order in which they were raised.
absl::StatusOr<std::vector<Raised>> RaisedOf(const storage::Reader& reader,
                                             const cases::Person& person);

// Tells of the escalation that was open for this family and site while the alarm lasted; of several
// one that was confirmed, else the first.
void TellWhatBecame(const rules::Difference& difference, const std::vector<Raised>& raised,
                    v1::BackTestDifference& told);

}  // namespace midstance::rulesets

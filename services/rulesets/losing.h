#pragma once

#include "midstance/v1/back_test.pb.h"
#include "services/rules/backtest.h"

// What a changed rule set takes from an alarm. What is proposed, tried, tuned and activated asks
// here, so that all of them mean the same by it.
namespace midstance::rulesets {

// The changed rules raise nothing of what the active ones do; or these send the patient to a
// doctor, SOON or above with an escalation, and the changed ones leave it to the therapist to
// watch.
bool IsLost(const rules::Difference& difference);

// A confirmed alarm that is lost.
bool LosesConfirmed(const v1::BackTestDifference& told);

// A confirmed alarm that is raised, but later or less urgent.
bool DelaysConfirmed(const v1::BackTestDifference& told);

}  // namespace midstance::rulesets

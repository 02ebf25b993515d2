#pragma once

#include <set>
#include <string>
#include <vector>

#include "midstance/v1/escalation.pb.h"
#include "midstance/v1/referral.pb.h"
#include "services/ledger/chains.h"

// Whether what has ended was ended by a person, with a reason. Pure.
namespace midstance::ledger {

// Names of the clinic's users, whether they may still sign in or not.
using People = std::set<std::string>;

// RESOLVED names a person, a time, an outcome and a reason that is not blank, and its history tells
// the same.
std::vector<Violation> CheckEnd(const v1::Escalation& escalation, const People& people);

// CLOSED names a reason, and its last step the person; every other step a person too, or the answer
// by the reply link that it is of, which is no person's decision and closes nothing.
std::vector<Violation> CheckEnd(const v1::Referral& referral, const People& people);

// Nothing is said against it by CheckEnd, and it is RESOLVED.
bool IsEnded(const v1::Escalation& escalation, const People& people);

}  // namespace midstance::ledger

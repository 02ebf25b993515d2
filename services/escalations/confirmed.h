#pragma once

#include "midstance/v1/escalation.pb.h"
#include "midstance/v1/referral.pb.h"

// Whether an alarm proved true: what a back-test must not lose, and what reports count. Pure.
namespace midstance::escalations {

// What the doctor found, as she answered last: CONFIRMED, OTHER_FINDING or NOTHING_FOUND.
// Unspecified while she has told none of these.
v1::Referral::Answer FoundBy(const v1::Referral& referral);

// The doctor found what was suspected; or a clinician resolved it as referred or treated on; or,
// while it is not resolved, the doctor has answered, and not that nothing was found. That a doctor
// found nothing takes nothing from what a clinician decided: a back-test then loses too little
// rather than too much. `latest`: the referral made from it last, nullptr when there is none.
bool IsConfirmed(const v1::Escalation& escalation, const v1::Referral* latest);

}  // namespace midstance::escalations

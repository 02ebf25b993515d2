#pragma once

#include <absl/status/status.h>

#include <string>

#include "midstance/v1/referral.pb.h"
#include "services/rpc/call.h"
#include "support/time.h"

// The closed loop of a referral.
//   SENT             from DRAFTED, LOST, RETURNED
//   DELIVERED, ACKNOWLEDGED, SCHEDULED, SEEN, REPORT_RECEIVED, ACTED_ON
//                    from SENT and from every one before it: steps may be left out, not gone back
//   DECLINED, LOST, RETURNED
//                    from SENT and from every one of these but ACTED_ON
//   ACKNOWLEDGED, SCHEDULED, SEEN, REPORT_RECEIVED, DECLINED, RETURNED
//                    from DECLINED, LOST and RETURNED too: the receiver answers after all
//   CLOSED           from every other state: a draft is dropped
// CLOSED alone is an end. A person makes each move, and says why where it leads off the way: to
// DECLINED, LOST, RETURNED and CLOSED. The receiver's answer by the reply link makes four of them:
// to ACKNOWLEDGED, REPORT_RECEIVED, DECLINED and RETURNED.
namespace midstance::referrals {

bool MayMove(v1::Referral::State from, v1::Referral::State to);

// Makes the move and adds its step. STATE_FORBIDS when it is not legal or nobody's,
// FIELD_INVALID without a reason where one is due; nothing changed then.
absl::Status Move(const rpc::Call& call, v1::Referral::State to, Instant occurred,
                  const std::string& note, v1::Referral& referral);

// The state that the receiver's answer tells of; UNSPECIFIED for none.
v1::Referral::State StateAfter(v1::Referral::Answer answer);

// Keeps the answer of the reply link that calls, and makes the move that it tells of where that
// leads on from where the referral stands. Whether it made one.
bool TakeReply(const rpc::Call& call, const v1::Referral::Reply& reply, v1::Referral& referral);

// Adds the step that says how the referral came to stand where it stands.
void AddStep(const rpc::Call& call, Instant occurred, const std::string& note,
             v1::Referral& referral);

}  // namespace midstance::referrals

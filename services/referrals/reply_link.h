#pragma once

#include <absl/status/statusor.h>

#include <chrono>
#include <string>

#include "midstance/storage/v1/records.pb.h"
#include "midstance/v1/referral.pb.h"
#include "services/rpc/call.h"
#include "services/rpc/ids.h"
#include "storage/store.h"
#include "support/time.h"

// The links by which receivers answer. One of a referral can be used at a time, once. Whoever calls
// these writes the referral in the same unit, so that two who change its links never both go
// through.
namespace midstance::referrals {

// House value: longer than an answer that is just in time ever takes, which is 3 days until it is
// accepted, 14 until the patient is seen and 30 until the report, as in
// worklist/worklist.textproto.
inline constexpr Duration kReplyLinkLife = std::chrono::days{60};

// Makes a link and tells the referral when it ends; its token.
absl::StatusOr<std::string> MakeReplyLink(const rpc::Call& call, storage::Writer& writer,
                                          rpc::RandomSource& random, v1::Referral& referral);

// Ends the link that is out, if there is one. One that was used stays: its answer may be asked for
// again.
absl::Status EndReplyLink(const rpc::Call& call, storage::Writer& writer, v1::Referral& referral);

// Uses the link that calls. LINK_EXPIRED when it was used before, or has ended.
absl::Status UseReplyLink(const rpc::Call& call, storage::Writer& writer, v1::Referral& referral);

// Stores what is no step: what the referral waits for, it waits for since when it did before.
absl::Status UpdateWithoutStep(storage::Writer& writer, v1::Referral& referral);

// The last answer was that the patient is expected.
bool IsAccepted(const v1::Referral& referral);

}  // namespace midstance::referrals

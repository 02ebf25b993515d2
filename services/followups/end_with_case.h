#pragma once

#include <absl/status/status.h>

#include "midstance/v1/case.pb.h"
#include "services/rpc/call.h"
#include "storage/store.h"

namespace midstance::followups {

// Cancels what is still to be done for a case that has ended. What asks after a referral or was
// asked for by an escalation stays: it is about what goes on without the episode.
absl::Status EndWithCase(const rpc::Call& call, storage::Writer& writer, const v1::Case& ended);

}  // namespace midstance::followups

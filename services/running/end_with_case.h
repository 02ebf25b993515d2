#pragma once

#include <absl/status/status.h>

#include "midstance/v1/case.pb.h"
#include "services/rpc/call.h"
#include "storage/store.h"

namespace midstance::running {

// Ends the plan that is not over in a case that has ended. It is not completed by that: whether it
// led back to running is said by who ends it before.
absl::Status EndWithCase(const rpc::Call& call, storage::Writer& writer, const v1::Case& ended);

}  // namespace midstance::running

#pragma once

#include <absl/status/status.h>

#include "midstance/v1/case.pb.h"
#include "services/rpc/call.h"
#include "storage/store.h"

namespace midstance::programs {

// Stops the home program of a case that has ended. It is not completed by that: whether it was done
// to its end is said by who completes it before.
absl::Status EndWithCase(const rpc::Call& call, storage::Writer& writer, const v1::Case& ended);

}  // namespace midstance::programs

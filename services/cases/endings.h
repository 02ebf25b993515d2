#pragma once

#include <absl/status/status.h>

#include <functional>
#include <vector>

#include "midstance/v1/case.pb.h"
#include "services/rpc/call.h"
#include "storage/store.h"

namespace midstance::cases {

// Ends what an aggregate has open in a case that ends, in the commit of the move. Escalations and
// referrals have none: what is open there stays open.
using Ending =
    std::function<absl::Status(const rpc::Call&, storage::Writer&, const v1::Case& ended)>;

// Of every aggregate that has one.
using Endings = std::vector<Ending>;

}  // namespace midstance::cases

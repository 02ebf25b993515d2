#pragma once

#include <absl/status/status.h>

#include <string_view>

#include "midstance/v1/user.pb.h"
#include "services/rpc/call.h"
#include "storage/store.h"

namespace midstance::admin {

// STATE_FORBIDS, naming `field`, when `after` takes the clinic's last active administrator away:
// nobody could ever make another. Of two calls at once that each leave the other's administrator,
// the second ends with ETAG_MISMATCH.
absl::Status LeavesAnAdmin(const rpc::Call& call, storage::Writer& writer, const v1::User& before,
                           const v1::User& after, std::string_view field);

}  // namespace midstance::admin

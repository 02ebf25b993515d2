#pragma once

#include <absl/status/status.h>
#include <grpcpp/support/status.h>

#include <chrono>

#include "services/rpc/call.h"
#include "services/rpc/call_log.h"

namespace midstance::rpc {

// Logs that a call ended: its line, and of an INTERNAL one the cause. `told` is what the caller
// gets of `status`. Before the caller is told, so that who knows the end finds it in the log.
void LogEnd(const CallLog& log, const Call& call, const absl::Status& status,
            const grpc::Status& told, std::chrono::steady_clock::time_point started,
            int attempts = 1);

}  // namespace midstance::rpc

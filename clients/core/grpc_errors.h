#pragma once

#include <absl/status/status.h>
#include <grpcpp/support/status.h>

namespace midstance::client {

// The same error with the details of its google.rpc.Status as payloads, so that ReasonOf,
// ErrorInfoOf and BadRequestOf of support/status.h read it.
absl::Status FromGrpc(const grpc::Status& status);

}  // namespace midstance::client

#pragma once

#include <absl/status/status.h>
#include <grpcpp/support/status.h>

namespace midstance::rpc {

// The one place where our errors become gRPC's: same code and text, and a google.rpc.Status with
// the details in the trailer. A status without a reason of ours becomes INTERNAL with a fixed text,
// so that no driver's or library's words reach a caller; `correlation_id` goes into its metadata.
grpc::Status ToGrpc(const absl::Status& status, std::string_view correlation_id);

}  // namespace midstance::rpc

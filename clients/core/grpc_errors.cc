#include "clients/core/grpc_errors.h"

#include <absl/strings/cord.h>
#include <absl/strings/string_view.h>

#include "google/rpc/status.pb.h"

namespace midstance::client {

absl::Status FromGrpc(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  const std::string text = status.error_message();
  absl::Status result(static_cast<absl::StatusCode>(status.error_code()),
                      absl::string_view(text.data(), text.size()));
  google::rpc::Status rich;
  if (rich.ParseFromString(status.error_details())) {
    for (const auto& detail : rich.details()) {
      result.SetPayload(absl::string_view(detail.type_url().data(), detail.type_url().size()),
                        absl::Cord(detail.value()));
    }
  }
  return result;
}

}  // namespace midstance::client

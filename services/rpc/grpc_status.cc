#include "services/rpc/grpc_status.h"

#include "google/rpc/status.pb.h"
#include "support/status.h"

namespace midstance::rpc {

grpc::Status ToGrpc(const absl::Status& status, std::string_view correlation_id) {
  if (status.ok()) return grpc::Status::OK;
  const bool ours = ReasonOf(status) != v1::ERROR_REASON_UNSPECIFIED &&
                    ReasonOf(status) != v1::ERROR_REASON_INTERNAL;
  const absl::Status told =
      ours ? status
           : Error(v1::ERROR_REASON_INTERNAL)
                 .With("correlation_id", correlation_id)
                 .Because("the server failed; its log has the cause under the correlation id");
  google::rpc::Status rich;
  rich.set_code(static_cast<int>(told.code()));
  rich.set_message(std::string(told.message()));
  for (auto& [url, bytes] : DetailsOf(told)) {
    auto& detail = *rich.add_details();
    detail.set_type_url(url);
    detail.set_value(bytes);
  }
  return grpc::Status(static_cast<grpc::StatusCode>(told.code()), rich.message(),
                      rich.SerializeAsString());
}

}  // namespace midstance::rpc

#include "services/rpc/call_end.h"

#include <string>
#include <string_view>

#include "services/rpc/audit.h"
#include "support/policy.h"
#include "support/status.h"

namespace midstance::rpc {

void LogEnd(const CallLog& log, const Call& call, const absl::Status& status,
            const grpc::Status& told, std::chrono::steady_clock::time_point started, int attempts) {
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - started;
  const std::string reason = status.ok() ? std::string() : ReasonName(ReasonOf(status));
  const std::string code =
      absl::StatusCodeToString(static_cast<absl::StatusCode>(told.error_code()));
  if (told.error_code() == grpc::StatusCode::INTERNAL) log.Failure(call.correlation_id, status);
  // A request that was refused may hold anything where a name belongs.
  const bool named = status.ok() || IsNameOrParent(call.resource);
  log.Call({.method = call.policy == nullptr ? "?" : std::string_view(call.policy->path),
            .code = code,
            .reason = reason,
            .milliseconds = took.count(),
            .principal = call.principal.name,
            .correlation_id = call.correlation_id,
            .request_id = call.request_id,
            .resource = named ? std::string_view(call.resource) : std::string_view(),
            .attempts = attempts});
}

}  // namespace midstance::rpc

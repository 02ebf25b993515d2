#include "services/rpc/refusals.h"

#include <chrono>
#include <string>

#include "support/status.h"

namespace midstance::rpc {
namespace {

constexpr auto kOverloadRetry = std::chrono::milliseconds{200};
constexpr auto kDrainingRetry = std::chrono::seconds{1};

}  // namespace

absl::Status Overloaded() {
  return Error(v1::ERROR_REASON_OVERLOADED)
      .RetryAfter(kOverloadRetry)
      .Because("too many calls wait; try again a little later");
}

absl::Status Draining() {
  return Error(v1::ERROR_REASON_DRAINING)
      .RetryAfter(kDrainingRetry)
      .Because("the server is stopping");
}

absl::Status RoleRequired(const MethodPolicy& policy) {
  return Error(v1::ERROR_REASON_ROLE_REQUIRED)
      .With("action", policy.action)
      .Because("the caller's roles may not call this method");
}

absl::Status StepUpRequired() {
  return Error(v1::ERROR_REASON_STEP_UP_REQUIRED)
      .Because("the password is needed again for this, given within the last 5 minutes");
}

absl::Status TooLarge(const MethodPolicy& policy) {
  const std::string most = std::to_string(policy.max_request_bytes);
  return Error(v1::ERROR_REASON_TOO_LARGE)
      .With("max_bytes", most)
      .Because("the body may have at most " + most + " bytes");
}

}  // namespace midstance::rpc

#include "clients/core/exit_code.h"

#include "support/status.h"

namespace midstance::client {

int ExitCode(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kOk:
      return 0;
    case absl::StatusCode::kUnauthenticated:
    case absl::StatusCode::kPermissionDenied:
      return 3;
    case absl::StatusCode::kNotFound:
      return 4;
    // Whether server or client noticed first that the time was over says nothing.
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
      return 5;
    case absl::StatusCode::kInvalidArgument:
      return ReasonOf(status) == v1::ERROR_REASON_UNSPECIFIED ? 2 : 1;
    default:
      return 1;
  }
}

}  // namespace midstance::client

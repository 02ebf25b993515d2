#pragma once

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "google/rpc/error_details.pb.h"
#include "midstance/v1/error_reason.pb.h"
#include "support/time.h"

namespace midstance {

// Errors are absl::Status values with a reason of v1::ErrorReason. The details (ErrorInfo,
// BadRequest, ...) travel as payloads keyed by type URL; services/rpc/grpc_status.cc alone turns
// them into a google.rpc.Status.
//
//   return Error(v1::ERROR_REASON_STATE_FORBIDS)
//       .On("midstance.v1/Case", name)
//       .With("state", "ON_HOLD")
//       .Because("check-ins need an open case");
//
// The canonical code follows from the reason. No text given here may hold a patient's data: slots
// carry resource names, field paths, states and limits only.
class Error {
 public:
  explicit Error(v1::ErrorReason reason);

  Error On(std::string_view resource_type, std::string_view resource_name) &&;
  Error With(std::string_view slot, std::string_view value) &&;
  Error Because(std::string_view text) &&;
  // A field of the request is wrong; `description` says what a right one looks like.
  Error Field(std::string_view path, std::string_view description) &&;
  Error RetryAfter(Duration delay) &&;

  // Not explicit: `return Error(...)` is the point.
  operator absl::Status() const;
  template <class T>
  operator absl::StatusOr<T>() const {
    return static_cast<absl::Status>(*this);
  }

 private:
  v1::ErrorReason reason_;
  std::string text_;
  google::rpc::ErrorInfo info_;
  google::rpc::BadRequest fields_;
  google::rpc::ResourceInfo resource_;
  std::optional<Duration> retry_after_;
};

// One wrong field; for many collect a google::rpc::BadRequest and use FieldsInvalid.
absl::Status FieldInvalid(std::string_view path, std::string_view description);
// `path` is a field of the request; `text` says what a right one looks like.
void AddViolation(google::rpc::BadRequest& violations, std::string path, std::string text);
// OK when there is no violation.
absl::Status FieldsInvalid(const google::rpc::BadRequest& violations);

// ERROR_REASON_UNSPECIFIED for OK and for a status that was not built here.
v1::ErrorReason ReasonOf(const absl::Status& status);
// "ETAG_MISMATCH" for ERROR_REASON_ETAG_MISMATCH.
std::string ReasonName(v1::ErrorReason reason);
absl::StatusCode CodeOf(v1::ErrorReason reason);

// The details of a status in the order ErrorInfo, BadRequest, PreconditionFailure, ResourceInfo,
// RetryInfo: pairs of type URL and serialized message.
std::vector<std::pair<std::string, std::string>> DetailsOf(const absl::Status& status);
std::optional<google::rpc::ErrorInfo> ErrorInfoOf(const absl::Status& status);
std::optional<google::rpc::BadRequest> BadRequestOf(const absl::Status& status);

}  // namespace midstance

// `MIDSTANCE_RETURN_IF_ERROR(Check(x));`
#define MIDSTANCE_RETURN_IF_ERROR(expression)                                 \
  do {                                                                        \
    if (absl::Status midstance_status = (expression); !midstance_status.ok()) \
      return midstance_status;                                                \
  } while (false)

#define MIDSTANCE_CONCAT_INNER(a, b) a##b
#define MIDSTANCE_CONCAT(a, b) MIDSTANCE_CONCAT_INNER(a, b)
// `MIDSTANCE_ASSIGN_OR_RETURN(const v1::Case found, reader.Get<v1::Case>(name));`
#define MIDSTANCE_ASSIGN_OR_RETURN(target, expression) \
  MIDSTANCE_ASSIGN_OR_RETURN_AS(MIDSTANCE_CONCAT(midstance_or_, __LINE__), target, expression)
#define MIDSTANCE_ASSIGN_OR_RETURN_AS(holder, target, expression) \
  auto holder = (expression);                                     \
  if (!holder.ok()) return std::move(holder).status();            \
  target = *std::move(holder)

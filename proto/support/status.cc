#include "support/status.h"

#include <absl/strings/cord.h>

#include <array>
#include <utility>

namespace midstance {
namespace {

constexpr std::string_view kErrorInfoUrl = "type.googleapis.com/google.rpc.ErrorInfo";
constexpr std::string_view kBadRequestUrl = "type.googleapis.com/google.rpc.BadRequest";
constexpr std::string_view kPreconditionUrl = "type.googleapis.com/google.rpc.PreconditionFailure";
constexpr std::string_view kResourceInfoUrl = "type.googleapis.com/google.rpc.ResourceInfo";
constexpr std::string_view kRetryInfoUrl = "type.googleapis.com/google.rpc.RetryInfo";
constexpr std::string_view kPrefix = "ERROR_REASON_";

absl::string_view Absl(std::string_view text) { return {text.data(), text.size()}; }

void Attach(absl::Status& status, std::string_view url, const google::protobuf::Message& detail) {
  status.SetPayload(Absl(url), absl::Cord(detail.SerializeAsString()));
}

template <class Detail>
std::optional<Detail> DetailOf(const absl::Status& status, std::string_view url) {
  const auto payload = status.GetPayload(Absl(url));
  if (!payload.has_value()) return std::nullopt;
  Detail detail;
  if (!detail.ParseFromString(std::string(*payload))) return std::nullopt;
  return detail;
}

}  // namespace

absl::StatusCode CodeOf(v1::ErrorReason reason) {
  switch (reason) {
    case v1::ERROR_REASON_CREDENTIALS_MISSING:
    case v1::ERROR_REASON_CREDENTIALS_INVALID:
    case v1::ERROR_REASON_SESSION_EXPIRED:
    case v1::ERROR_REASON_LINK_EXPIRED:
    case v1::ERROR_REASON_STEP_UP_REQUIRED:
      return absl::StatusCode::kUnauthenticated;
    case v1::ERROR_REASON_ROLE_REQUIRED:
    case v1::ERROR_REASON_OUT_OF_SCOPE:
      return absl::StatusCode::kPermissionDenied;
    case v1::ERROR_REASON_FIELD_INVALID:
    case v1::ERROR_REASON_BODY_MALFORMED:
    case v1::ERROR_REASON_DEADLINE_REQUIRED:
    case v1::ERROR_REASON_FILTER_INVALID:
    case v1::ERROR_REASON_ORDER_INVALID:
    case v1::ERROR_REASON_MASK_INVALID:
    case v1::ERROR_REASON_PAGE_TOKEN_INVALID:
    case v1::ERROR_REASON_REQUEST_ID_REUSED:
    case v1::ERROR_REASON_ETAG_REQUIRED:
    case v1::ERROR_REASON_RULE_SET_INVALID:
    case v1::ERROR_REASON_TOKEN_OF_ANOTHER_STORE:
    case v1::ERROR_REASON_RESUME_TOKEN_INVALID:
      return absl::StatusCode::kInvalidArgument;
    case v1::ERROR_REASON_RESOURCE_NOT_FOUND:
      return absl::StatusCode::kNotFound;
    case v1::ERROR_REASON_RESOURCE_EXISTS:
      return absl::StatusCode::kAlreadyExists;
    case v1::ERROR_REASON_STATE_FORBIDS:
    case v1::ERROR_REASON_OPEN_ESCALATIONS:
    case v1::ERROR_REASON_CAUTION_FORBIDS:
    case v1::ERROR_REASON_ANOTHER_PERSON_NEEDED:
    case v1::ERROR_REASON_BACK_TEST_NEEDED:
      return absl::StatusCode::kFailedPrecondition;
    case v1::ERROR_REASON_ETAG_MISMATCH:
      return absl::StatusCode::kAborted;
    case v1::ERROR_REASON_RESUME_TOKEN_EXPIRED:
      return absl::StatusCode::kOutOfRange;
    case v1::ERROR_REASON_OVERLOADED:
    case v1::ERROR_REASON_RATE_LIMITED:
    case v1::ERROR_REASON_TOO_LARGE:
    case v1::ERROR_REASON_STREAM_TOO_SLOW:
      return absl::StatusCode::kResourceExhausted;
    case v1::ERROR_REASON_STORE_UNAVAILABLE:
    case v1::ERROR_REASON_DRAINING:
      return absl::StatusCode::kUnavailable;
    case v1::ERROR_REASON_DEADLINE_PASSED:
      return absl::StatusCode::kDeadlineExceeded;
    case v1::ERROR_REASON_CALLER_GONE:
      return absl::StatusCode::kCancelled;
    case v1::ERROR_REASON_METHOD_UNKNOWN:
      return absl::StatusCode::kUnimplemented;
    default:
      return absl::StatusCode::kInternal;
  }
}

std::string ReasonName(v1::ErrorReason reason) {
  return v1::ErrorReason_Name(reason).substr(kPrefix.size());
}

Error::Error(v1::ErrorReason reason) : reason_(reason) {
  info_.set_reason(ReasonName(reason));
  info_.set_domain("midstance.v1");
}

Error Error::On(std::string_view resource_type, std::string_view resource_name) && {
  resource_.set_resource_type(resource_type.data(), resource_type.size());
  resource_.set_resource_name(resource_name.data(), resource_name.size());
  return std::move(*this);
}

Error Error::With(std::string_view slot, std::string_view value) && {
  (*info_.mutable_metadata())[std::string(slot)] = std::string(value);
  return std::move(*this);
}

Error Error::Because(std::string_view text) && {
  text_ = text;
  return std::move(*this);
}

Error Error::Field(std::string_view path, std::string_view description) && {
  AddViolation(fields_, std::string(path), std::string(description));
  return std::move(*this);
}

Error Error::RetryAfter(Duration delay) && {
  retry_after_ = delay;
  return std::move(*this);
}

Error::operator absl::Status() const {
  std::string text = text_;
  if (text.empty() && fields_.field_violations_size() > 0) {
    const auto& first = fields_.field_violations(0);
    text = first.field() + ": " + first.description();
    if (fields_.field_violations_size() > 1) {
      text += " (and " + std::to_string(fields_.field_violations_size() - 1) + " more)";
    }
  }
  if (text.empty()) text = info_.reason();
  absl::Status status(CodeOf(reason_), Absl(text));
  Attach(status, kErrorInfoUrl, info_);
  if (fields_.field_violations_size() > 0) Attach(status, kBadRequestUrl, fields_);
  if (!resource_.resource_type().empty()) {
    Attach(status, kResourceInfoUrl, resource_);
    if (CodeOf(reason_) == absl::StatusCode::kFailedPrecondition) {
      google::rpc::PreconditionFailure failure;
      auto& violation = *failure.add_violations();
      violation.set_type(info_.reason());
      violation.set_subject(resource_.resource_name());
      violation.set_description(text);
      Attach(status, kPreconditionUrl, failure);
    }
  }
  if (retry_after_.has_value()) {
    google::rpc::RetryInfo retry;
    retry.mutable_retry_delay()->set_seconds(retry_after_->count() / 1'000'000);
    retry.mutable_retry_delay()->set_nanos(
        static_cast<std::int32_t>(retry_after_->count() % 1'000'000 * 1000));
    Attach(status, kRetryInfoUrl, retry);
  }
  return status;
}

absl::Status FieldInvalid(std::string_view path, std::string_view description) {
  return Error(v1::ERROR_REASON_FIELD_INVALID).Field(path, description);
}

void AddViolation(google::rpc::BadRequest& violations, std::string path, std::string text) {
  auto& violation = *violations.add_field_violations();
  violation.set_field(std::move(path));
  violation.set_description(std::move(text));
}

absl::Status FieldsInvalid(const google::rpc::BadRequest& violations) {
  if (violations.field_violations_size() == 0) return absl::OkStatus();
  Error error(v1::ERROR_REASON_FIELD_INVALID);
  for (const auto& violation : violations.field_violations()) {
    error = std::move(error).Field(violation.field(), violation.description());
  }
  return error;
}

std::optional<google::rpc::ErrorInfo> ErrorInfoOf(const absl::Status& status) {
  return DetailOf<google::rpc::ErrorInfo>(status, kErrorInfoUrl);
}

std::optional<google::rpc::BadRequest> BadRequestOf(const absl::Status& status) {
  return DetailOf<google::rpc::BadRequest>(status, kBadRequestUrl);
}

v1::ErrorReason ReasonOf(const absl::Status& status) {
  const auto info = ErrorInfoOf(status);
  auto reason = v1::ERROR_REASON_UNSPECIFIED;
  if (info.has_value()) v1::ErrorReason_Parse(std::string(kPrefix) + info->reason(), &reason);
  return reason;
}

std::vector<std::pair<std::string, std::string>> DetailsOf(const absl::Status& status) {
  constexpr std::array kInOrder = {kErrorInfoUrl, kBadRequestUrl, kPreconditionUrl,
                                   kResourceInfoUrl, kRetryInfoUrl};
  std::vector<std::pair<std::string, std::string>> details;
  for (const std::string_view url : kInOrder) {
    if (const auto payload = status.GetPayload(Absl(url))) {
      details.emplace_back(std::string(url), std::string(*payload));
    }
  }
  return details;
}

}  // namespace midstance

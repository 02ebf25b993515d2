#include "clients/core/error_text.h"

#include <array>
#include <string_view>

#include "clients/core/words.h"
#include "support/status.h"

namespace midstance::client {
namespace {

struct Advice {
  v1::ErrorReason reason;
  std::string_view next;
};

constexpr auto kAdvice = std::to_array<Advice>({
    {v1::ERROR_REASON_CREDENTIALS_MISSING, "sign in first"},
    {v1::ERROR_REASON_CREDENTIALS_INVALID, "check the spelling and sign in again"},
    {v1::ERROR_REASON_SESSION_EXPIRED, "sign in again"},
    {v1::ERROR_REASON_LINK_EXPIRED, "issue a new link"},
    {v1::ERROR_REASON_STEP_UP_REQUIRED,
     "give your password with: midstance session confirm; then repeat the command"},
    {v1::ERROR_REASON_ROLE_REQUIRED, "ask someone whose role allows it, or an administrator"},
    {v1::ERROR_REASON_OUT_OF_SCOPE, "check the name, or ask to be added to the care team"},
    {v1::ERROR_REASON_FIELD_INVALID, "correct them and try again"},
    {v1::ERROR_REASON_FILTER_INVALID, "--help of the list names its fields"},
    {v1::ERROR_REASON_ORDER_INVALID, "--help of the list names its fields"},
    {v1::ERROR_REASON_PAGE_TOKEN_INVALID, "start from page one"},
    {v1::ERROR_REASON_REQUEST_ID_REUSED, "repeat with a new request id"},
    {v1::ERROR_REASON_RESOURCE_NOT_FOUND, "check the name"},
    {v1::ERROR_REASON_RESOURCE_EXISTS, "choose another id, or use that one"},
    {v1::ERROR_REASON_STATE_FORBIDS, "look at its state before you go on"},
    {v1::ERROR_REASON_OPEN_ESCALATIONS, "resolve them first, each with a reason"},
    {v1::ERROR_REASON_ETAG_MISMATCH, "look at it again, then repeat the change"},
    {v1::ERROR_REASON_RESUME_TOKEN_EXPIRED, "start over with the present state"},
    {v1::ERROR_REASON_OVERLOADED, "try again in a moment"},
    {v1::ERROR_REASON_RATE_LIMITED, "wait a minute, then try again"},
    {v1::ERROR_REASON_TOO_LARGE, "shorten it"},
    {v1::ERROR_REASON_STORE_UNAVAILABLE, "try again in a moment"},
    {v1::ERROR_REASON_DRAINING, "try again in a moment"},
    {v1::ERROR_REASON_DEADLINE_PASSED, "try again"},
    {v1::ERROR_REASON_METHOD_UNKNOWN, "use a client of the server's version"},
    {v1::ERROR_REASON_INTERNAL, "give its operator the correlation id"},
});

// For errors that no server of ours made: the connection, or the library below.
ErrorText ExplainTransport(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
      return {"the server does not answer", {}, "is it running at this address?"};
    case absl::StatusCode::kDeadlineExceeded:
      return {"the server did not answer in time", {}, "try again"};
    case absl::StatusCode::kCancelled:
      return {"the call was cancelled", {}, ""};
    default:
      return {std::string(status.message()), {}, ""};
  }
}

std::string Trimmed(std::string text) {
  while (!text.empty() && (text.back() == '.' || text.back() == '\n')) text.pop_back();
  return text;
}

}  // namespace

ErrorText Explain(const absl::Status& status) {
  const v1::ErrorReason reason = ReasonOf(status);
  if (reason == v1::ERROR_REASON_UNSPECIFIED) return ExplainTransport(status);
  ErrorText text;
  text.what = Trimmed(std::string(status.message()));
  for (const Advice& advice : kAdvice) {
    if (advice.reason == reason) text.next = advice.next;
  }
  if (const auto bad = BadRequestOf(status)) {
    for (const auto& violation : bad->field_violations()) {
      text.fields.push_back(violation.field() + ": " + violation.description());
    }
  }
  const auto info = ErrorInfoOf(status);
  if (reason == v1::ERROR_REASON_INTERNAL && info && info->metadata().contains("correlation_id")) {
    text.next += " " + info->metadata().at("correlation_id");
  }
  return text;
}

std::string ErrorLines(const absl::Status& status) {
  const ErrorText text = Explain(status);
  std::string lines = "error: " + text.what;
  // A single wrong field is what the error says.
  const bool said = text.fields.size() == 1 && Trimmed(text.fields.front()) == text.what;
  for (const std::string& field : text.fields) {
    if (!said) lines += "\n  " + field;
  }
  if (!text.next.empty()) lines += "\nhint: " + text.next;
  return Printable(lines);
}

}  // namespace midstance::client

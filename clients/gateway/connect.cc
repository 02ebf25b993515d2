#include "clients/gateway/connect.h"

#include <absl/strings/escaping.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "support/status.h"

namespace midstance::gateway {
namespace {

constexpr std::size_t kLongestToken = 512;
constexpr std::size_t kTimeoutDigits = 10;
constexpr std::string_view kTypePrefix = "type.googleapis.com/";

struct Code {
  absl::StatusCode code;
  std::string_view name;
  int http;
  std::string_view unexplained;  // told when the server itself said nothing
};

constexpr std::string_view kFailed = "Something went wrong. Please try again, or call the clinic.";

constexpr Code kCodes[] = {
    {absl::StatusCode::kCancelled, "canceled", 499, "The call was given up."},
    {absl::StatusCode::kUnknown, "unknown", 500, kFailed},
    {absl::StatusCode::kInvalidArgument, "invalid_argument", 400, "The request is malformed."},
    {absl::StatusCode::kDeadlineExceeded, "deadline_exceeded", 504,
     "The clinic's server did not answer in time. Please try again."},
    {absl::StatusCode::kNotFound, "not_found", 404, "There is no such thing."},
    {absl::StatusCode::kAlreadyExists, "already_exists", 409, "It is there already."},
    {absl::StatusCode::kPermissionDenied, "permission_denied", 403, "This is not allowed."},
    {absl::StatusCode::kResourceExhausted, "resource_exhausted", 429,
     "The clinic's server is busy. Please try again in a minute."},
    {absl::StatusCode::kFailedPrecondition, "failed_precondition", 400, "Not in this state."},
    {absl::StatusCode::kAborted, "aborted", 409, "Somebody else was faster. Please look again."},
    {absl::StatusCode::kOutOfRange, "out_of_range", 400, "Out of range."},
    {absl::StatusCode::kUnimplemented, "unimplemented", 501, "The server does not know this call."},
    {absl::StatusCode::kInternal, "internal", 500, kFailed},
    {absl::StatusCode::kUnavailable, "unavailable", 503,
     "The clinic's server cannot be reached. Please try again in a minute."},
    {absl::StatusCode::kDataLoss, "data_loss", 500, kFailed},
    {absl::StatusCode::kUnauthenticated, "unauthenticated", 401, "Who calls is not known."},
};
constexpr Code kUnknown = kCodes[1];

const Code& Find(absl::StatusCode code) {
  const auto* const found = std::find_if(std::begin(kCodes), std::end(kCodes),
                                         [code](const Code& each) { return each.code == code; });
  return found == std::end(kCodes) ? kUnknown : *found;
}

bool IsTokenByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("-._~+/=").find(c) != std::string_view::npos;
}

std::string_view Trimmed(std::string_view text) {
  const auto from = text.find_first_not_of(" \t");
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(" \t") - from + 1);
}

}  // namespace

std::optional<Codec> CodecOf(std::string_view content_type) {
  const auto end = content_type.find(';');
  const std::string_view type = Trimmed(content_type.substr(0, end));
  const std::string_view parameter =
      end == std::string_view::npos ? std::string_view() : Trimmed(content_type.substr(end + 1));
  if (!parameter.empty() && !IsSame(parameter, "charset=utf-8") &&
      !IsSame(parameter, "charset=\"utf-8\"")) {
    return std::nullopt;
  }
  if (IsSame(type, "application/json")) return Codec::kJson;
  if (IsSame(type, "application/proto")) return Codec::kProto;
  return std::nullopt;
}

std::string_view ContentTypeOf(Codec codec) {
  return codec == Codec::kJson ? "application/json" : "application/proto";
}

std::string_view ConnectCode(absl::StatusCode code) { return Find(code).name; }
int HttpStatusOf(absl::StatusCode code) { return Find(code).http; }

absl::StatusOr<std::chrono::milliseconds> TimeoutOf(const HttpRequest& request,
                                                    std::chrono::milliseconds most) {
  if (request.Count("connect-timeout-ms") == 0) return most;
  const std::string_view text = request.Header("connect-timeout-ms");
  std::int64_t milliseconds = 0;
  const char* const end = text.data() + text.size();
  if (text.empty() || text.size() > kTimeoutDigits || text.front() == '-' ||
      std::from_chars(text.data(), end, milliseconds).ptr != end) {
    return Error(v1::ERROR_REASON_DEADLINE_REQUIRED)
        .Because("Connect-Timeout-Ms takes milliseconds, up to 10 digits");
  }
  return std::min(most, std::chrono::milliseconds(milliseconds));
}

absl::StatusOr<std::string> BearerTokenOf(const HttpRequest& request) {
  constexpr std::string_view kScheme = "bearer ";
  if (request.Count("authorization") == 0) return Error(v1::ERROR_REASON_CREDENTIALS_MISSING);
  const std::string_view value = request.Header("authorization");
  if (request.Count("authorization") > 1 || !IsSame(value.substr(0, kScheme.size()), kScheme)) {
    return Error(v1::ERROR_REASON_CREDENTIALS_INVALID);
  }
  const std::string_view token = value.substr(kScheme.size());
  if (!IsToken(token)) {
    return Error(v1::ERROR_REASON_CREDENTIALS_INVALID);
  }
  return std::string(token);
}

bool IsToken(std::string_view text) {
  return !text.empty() && text.size() <= kLongestToken &&
         std::all_of(text.begin(), text.end(), IsTokenByte);
}

HttpResponse ConnectError(const absl::Status& status) {
  const Code& code = Find(status.code());
  const bool explained = ReasonOf(status) != v1::ERROR_REASON_UNSPECIFIED;
  nlohmann::ordered_json error;
  error["code"] = code.name;
  error["message"] = explained ? std::string(status.message()) : std::string(code.unexplained);
  if (explained) {
    for (const auto& [url, bytes] : DetailsOf(status)) {
      std::string_view type = url;
      if (type.substr(0, kTypePrefix.size()) == kTypePrefix) {
        type.remove_prefix(kTypePrefix.size());
      }
      error["details"].push_back({{"type", type}, {"value", Base64NoPadding(bytes)}});
    }
  }
  HttpResponse response{
      .status = code.http,
      .content_type = ContentTypeOf(Codec::kJson),
      .body = error.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace)};
  if (code.http == 401) response.headers.emplace_back("WWW-Authenticate", "Bearer");
  return response;
}

HttpResponse ConnectAnswer(Codec codec, std::string message) {
  return {.content_type = ContentTypeOf(codec), .body = std::move(message)};
}

std::string Base64NoPadding(std::string_view bytes) {
  std::string text = absl::Base64Escape(absl::string_view(bytes.data(), bytes.size()));
  text.erase(std::min(text.find('='), text.size()));
  return text;
}

}  // namespace midstance::gateway

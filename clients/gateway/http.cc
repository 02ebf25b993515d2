#include "clients/gateway/http.h"

#include <absl/strings/match.h>

#include <algorithm>

namespace midstance::gateway {
namespace {

// Nothing is loaded from elsewhere, nothing runs that does not come from here, nobody frames us, no
// address of ours is told to others.
constexpr std::string_view kOnEverything =
    "Content-Security-Policy: default-src 'none'; style-src 'self'; script-src 'self'; "
    "connect-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n"
    "Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()\r\n";

}  // namespace

std::string_view HttpRequest::Header(std::string_view name) const {
  const auto found = std::find_if(headers.begin(), headers.end(),
                                  [name](const auto& header) { return header.first == name; });
  return found == headers.end() ? std::string_view() : std::string_view(found->second);
}

int HttpRequest::Count(std::string_view name) const {
  return static_cast<int>(std::count_if(
      headers.begin(), headers.end(), [name](const auto& header) { return header.first == name; }));
}

HttpResponse TextResponse(int status, std::string_view text) {
  return {.status = status, .body = std::string(text) + "\n"};
}

std::string Wire(const HttpResponse& response, bool head, bool keep_alive) {
  std::string out = "HTTP/1.1 " + std::to_string(response.status);
  const auto line = [&out](std::string_view name, std::string_view value) {
    out.append(name).append(": ").append(value).append("\r\n");
  };
  out.append(" ").append(StatusText(response.status)).append("\r\n");
  out.append(kOnEverything);
  line("Cache-Control", response.cache_control);
  for (const auto& [name, value] : response.headers) line(name, value);
  const bool has_body = response.status != 304 && response.status != 204;
  if (has_body) {
    line("Content-Type", response.content_type);
    line("Content-Length", std::to_string(response.body.size()));
  }
  line("Connection", keep_alive ? "keep-alive" : "close");
  out.append("\r\n");
  if (has_body && !head) out.append(response.body);
  return out;
}

bool IsSame(std::string_view one, std::string_view other) {
  return absl::EqualsIgnoreCase(absl::string_view(one.data(), one.size()),
                                absl::string_view(other.data(), other.size()));
}

std::string_view StatusText(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 415:
      return "Unsupported Media Type";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 499:
      return "Client Closed Request";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    default:
      return status < 500 ? "Refused" : "Internal Server Error";
  }
}

}  // namespace midstance::gateway

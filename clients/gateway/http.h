#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace midstance::gateway {

enum class Method { kGet, kHead, kPost, kOther };

// A request as the connection understood it.
struct HttpRequest {
  Method method = Method::kOther;
  std::string path;
  std::string query = {};                                    // what follows the '?' of the address
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
  std::string body;

  // The header's value; "" when it is missing. Of several with one name the first.
  std::string_view Header(std::string_view name) const;
  int Count(std::string_view name) const;
};

struct HttpResponse {
  int status = 200;
  std::string_view route = kNoRoute;  // the pattern that the path fits: what the log tells of it
  std::string_view content_type = "text/plain; charset=utf-8";
  std::string_view cache_control = "no-store";
  std::vector<std::pair<std::string_view, std::string>> headers =
      {};  // besides those of everything
  std::string body = {};

  static constexpr std::string_view kNoRoute = "none";
};

// Takes the answer, on any thread, exactly once. Copies of it may outlive the server.
using Respond = std::function<void(HttpResponse)>;

// What answers requests.
class HttpHandler {
 public:
  HttpHandler() = default;
  HttpHandler(const HttpHandler&) = delete;
  HttpHandler& operator=(const HttpHandler&) = delete;
  virtual ~HttpHandler() = default;

  // The answer to a request whose body is not worth reading, as its headers already tell.
  virtual std::optional<HttpResponse> Refuse(const HttpRequest& head) const = 0;
  // Returns at once; called for what was not refused, with its body.
  virtual void Answer(HttpRequest request, Respond respond) = 0;
};

// A short text as answer, in the words of a person.
HttpResponse TextResponse(int status, std::string_view text);

// The bytes of an answer. Every one has the security headers; with `head` the body is only counted.
std::string Wire(const HttpResponse& response, bool head, bool keep_alive);

// Without regard to the case of ASCII letters, as HTTP compares.
bool IsSame(std::string_view one, std::string_view other);

// "Too Many Requests".
std::string_view StatusText(int status);

}  // namespace midstance::gateway

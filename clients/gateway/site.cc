#include "clients/gateway/site.h"

#include <utility>

#include "clients/gateway/connect.h"
#include "clients/gateway/pages.h"
#include "support/status.h"

namespace midstance::gateway {
namespace {

constexpr std::string_view kAlive = "/healthz";
constexpr std::string_view kReady = "/readyz";

bool IsRead(Method method) { return method == Method::kGet || method == Method::kHead; }

HttpResponse WrongMethod(std::string_view route, std::string_view allowed) {
  HttpResponse response = TextResponse(405, "Not with this method.");
  response.route = route;
  response.headers.emplace_back("Allow", allowed);
  return response;
}

// A client of the Connect protocol reads its own kind of error, a person a sentence.
HttpResponse NotHere(const HttpRequest& request) {
  if (request.method != Method::kPost) return TextResponse(404, "There is nothing here.");
  HttpResponse response = ConnectError(absl::UnimplementedError(""));
  response.status = 404;
  return response;
}

HttpResponse WrongBody(std::string_view route, std::string_view header, std::string_view takes) {
  HttpResponse response =
      TextResponse(415, "Not this kind of body. Here goes: " + std::string(takes));
  response.route = route;
  response.headers.emplace_back(header, takes);
  return response;
}

// Of what is read.
std::string_view RouteOf(std::string_view path) {
  if (const Page* const page = FindPage(path)) return page->path;
  for (const std::string_view known : {kAlive, kReady}) {
    if (path == known) return known;
  }
  return HttpResponse::kNoRoute;
}

}  // namespace

std::optional<HttpResponse> Site::Refuse(const HttpRequest& head) const {
  if (const auto* const method = FindMethod(head.path)) {
    if (head.method != Method::kPost) return WrongMethod(method->path, "POST");
    if (!CodecOf(head.Header("content-type"))) {
      return WrongBody(method->path, "Accept-Post", "application/json, application/proto");
    }
    const std::string_view encoding = head.Header("content-encoding");
    if (!encoding.empty() && !IsSame(encoding, "identity")) {
      return WrongBody(method->path, "Accept-Encoding", "identity");
    }
    return std::nullopt;
  }
  if (!CheckInDesk::RouteOf(head.path).empty()) return CheckInDesk::Refuse(head);
  if (!ReplyDesk::RouteOf(head.path).empty()) return ReplyDesk::Refuse(head);
  const std::string_view route = RouteOf(head.path);
  if (route == HttpResponse::kNoRoute) return NotHere(head);
  if (!IsRead(head.method)) return WrongMethod(route, "GET, HEAD");
  return std::nullopt;
}

void Site::Answer(HttpRequest request, Respond respond) {
  if (const auto* const method = FindMethod(request.path)) {
    return Call(*method, std::move(request), std::move(respond));
  }
  if (!CheckInDesk::RouteOf(request.path).empty()) {
    return check_ins_.Answer(request, std::move(respond));
  }
  if (!ReplyDesk::RouteOf(request.path).empty()) {
    return replies_.Answer(request, std::move(respond));
  }
  if (const Page* const page = FindPage(request.path)) return respond(ServePage(*page, request));
  if (request.path == kAlive) {
    HttpResponse alive = TextResponse(200, "alive");
    alive.route = kAlive;
    return respond(std::move(alive));
  }
  server_.ready([respond = std::move(respond)](bool ready) {
    HttpResponse response =
        ready ? TextResponse(200, "ready") : TextResponse(503, "The server cannot be reached.");
    response.route = kReady;
    respond(std::move(response));
  });
}

absl::StatusOr<std::string> Site::Prepare(const ProxiedMethod& method, HttpRequest& request,
                                          std::string& token,
                                          std::chrono::milliseconds& deadline) const {
  const std::string_view version = request.Header("connect-protocol-version");
  if (!version.empty() && version != "1") {
    return Error(v1::ERROR_REASON_BODY_MALFORMED).Because("Connect-Protocol-Version must be 1");
  }
  MIDSTANCE_ASSIGN_OR_RETURN(token, BearerTokenOf(request));
  MIDSTANCE_ASSIGN_OR_RETURN(deadline, TimeoutOf(request, limits_.call_time));
  return ToServer(method, *CodecOf(request.Header("content-type")), std::move(request.body));
}

void Site::Call(const ProxiedMethod& method, HttpRequest request, Respond respond) {
  const Codec codec = *CodecOf(request.Header("content-type"));
  const auto end = [&method, codec,
                    respond = std::move(respond)](const absl::StatusOr<std::string>& answer) {
    HttpResponse response =
        answer.ok() ? ConnectAnswer(codec, *answer) : ConnectError(answer.status());
    response.route = method.path;
    respond(std::move(response));
  };
  std::string token;
  std::chrono::milliseconds deadline{};
  const auto bytes = Prepare(method, request, token, deadline);
  if (!bytes.ok()) return end(bytes.status());
  // gRPC lets a quick call through whose time is over already.
  if (deadline.count() == 0) return end(absl::DeadlineExceededError(""));
  server_.call(std::string(method.path), *bytes, token, deadline,
               [&method, codec, end](const absl::StatusOr<std::string>& answer) {
                 end(answer.ok() ? ToCaller(method, codec, *answer) : answer);
               });
}

}  // namespace midstance::gateway

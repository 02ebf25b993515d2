#pragma once

#include <absl/status/statusor.h>

#include <memory>
#include <string>
#include <string_view>

#include "clients/gateway/access_log.h"
#include "clients/gateway/http.h"
#include "clients/gateway/limits.h"

namespace midstance::gateway {

// HTTP/1.1 on a port, all connections on one thread: who stalls holds up nobody. No compression, no
// ranges, no upgrade. What breaks HTTP is answered with 400, what breaks a limit with its status,
// and both end the connection. When all connections are in use a new one takes the place of the one
// that has waited longest for its caller; 503 when every caller waits for us.
class HttpServer {
 public:
  // `listen` is "127.0.0.1:8080" or "[::1]:8080"; port 0 takes a free one. Handler and log must
  // outlive it; the handler's answers may come until Stop returned.
  static absl::StatusOr<std::unique_ptr<HttpServer>> Start(const std::string& listen,
                                                           const Limits& limits,
                                                           HttpHandler& handler,
                                                           const AccessLog& log);
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;
  ~HttpServer();

  // Where it listens, with the port that it took.
  const std::string& address() const;

  // Takes nothing more and returns when what was asked is answered.
  void Stop();

 private:
  struct Inside;
  explicit HttpServer(std::unique_ptr<Inside> inside);

  std::unique_ptr<Inside> inside_;
};

// What a connection answers on which these bytes came, and then its end.
std::string AnswerTo(std::string_view bytes, const Limits& limits, HttpHandler& handler,
                     const AccessLog& log);

}  // namespace midstance::gateway

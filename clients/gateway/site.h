#pragma once

#include <absl/status/statusor.h>

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "clients/gateway/http.h"
#include "clients/gateway/limits.h"
#include "clients/gateway/methods.h"

namespace midstance::gateway {

// How the Midstance server is called: see Upstream.
struct Server {
  std::function<void(const std::string& path, const std::string& request, const std::string& token,
                     std::chrono::milliseconds deadline,
                     std::function<void(absl::StatusOr<std::string>)> done)>
      call;
  std::function<void(std::function<void(bool)> done)> ready;
};

// What is where: pages, /healthz and /readyz, and the API's methods at their own paths.
class Site final : public HttpHandler {
 public:
  Site(Server server, const Limits& limits) : server_(std::move(server)), limits_(limits) {}

  std::optional<HttpResponse> Refuse(const HttpRequest& head) const override;
  void Answer(HttpRequest request, Respond respond) override;

 private:
  void Call(const ProxiedMethod& method, HttpRequest request, Respond respond);
  absl::StatusOr<std::string> Prepare(const ProxiedMethod& method, HttpRequest& request,
                                      std::string& token,
                                      std::chrono::milliseconds& deadline) const;

  const Server server_;
  const Limits limits_;
};

}  // namespace midstance::gateway

#pragma once

#include <absl/status/statusor.h>

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "clients/gateway/check_in_desk.h"
#include "clients/gateway/contact.h"
#include "clients/gateway/http.h"
#include "clients/gateway/limits.h"
#include "clients/gateway/methods.h"
#include "clients/gateway/reply_desk.h"
#include "clients/gateway/server_call.h"

namespace midstance::gateway {

// What is where: pages, /healthz and /readyz, the check-in desk, the reply desk, and the API's
// methods at their own paths.
class Site final : public HttpHandler {
 public:
  Site(Server server, const Limits& limits, Contact contact)
      : server_(std::move(server)),
        limits_(limits),
        check_ins_(server_.call, limits, std::move(contact)),
        replies_(server_.call, limits) {}

  std::optional<HttpResponse> Refuse(const HttpRequest& head) const override;
  void Answer(HttpRequest request, Respond respond) override;

 private:
  void Call(const ProxiedMethod& method, HttpRequest request, Respond respond);
  absl::StatusOr<std::string> Prepare(const ProxiedMethod& method, HttpRequest& request,
                                      std::string& token,
                                      std::chrono::milliseconds& deadline) const;

  const Server server_;
  const Limits limits_;
  const CheckInDesk check_ins_;
  const ReplyDesk replies_;
};

}  // namespace midstance::gateway

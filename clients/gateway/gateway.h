#pragma once

#include <absl/status/statusor.h>
#include <grpcpp/channel.h>
#include <spdlog/logger.h>

#include <memory>
#include <string>

#include "clients/gateway/access_log.h"
#include "clients/gateway/contact.h"
#include "clients/gateway/http_server.h"
#include "clients/gateway/site.h"
#include "clients/gateway/upstream.h"

namespace midstance::gateway {

struct GatewayOptions {
  std::string listen = "127.0.0.1:8080";
  Limits limits = {};
  Contact contact = {};
};

// The whole gateway: HTTP on one side, the Midstance server behind `channel` on the other.
class Gateway {
 public:
  static absl::StatusOr<std::unique_ptr<Gateway>> Start(
      std::shared_ptr<grpc::ChannelInterface> channel, std::shared_ptr<spdlog::logger> logger,
      const GatewayOptions& options);
  Gateway(const Gateway&) = delete;
  Gateway& operator=(const Gateway&) = delete;
  // Takes nothing more and answers what was asked.
  ~Gateway();

  const std::string& address() const { return http_->address(); }

 private:
  Gateway(std::shared_ptr<grpc::ChannelInterface> channel, std::shared_ptr<spdlog::logger> logger,
          const GatewayOptions& options);

  AccessLog log_;
  std::unique_ptr<Upstream> upstream_;
  Site site_;
  std::unique_ptr<HttpServer> http_;
};

}  // namespace midstance::gateway

#include "clients/gateway/gateway.h"

#include <utility>

namespace midstance::gateway {
namespace {

Server Behind(Upstream& upstream) {
  return {
      .call =
          [&upstream](const std::string& path, const std::string& request, const std::string& token,
                      std::chrono::milliseconds deadline, Upstream::Done done) {
            upstream.Call(path, request, token, deadline, std::move(done));
          },
      .ready = [&upstream](std::function<void(bool)> done) { upstream.Ready(std::move(done)); }};
}

}  // namespace

Gateway::Gateway(std::shared_ptr<grpc::ChannelInterface> channel,
                 std::shared_ptr<spdlog::logger> logger, const GatewayOptions& options)
    : log_(std::move(logger)),
      upstream_(std::make_unique<Upstream>(std::move(channel))),
      site_(Behind(*upstream_), options.limits, options.contact) {}

absl::StatusOr<std::unique_ptr<Gateway>> Gateway::Start(
    std::shared_ptr<grpc::ChannelInterface> channel, std::shared_ptr<spdlog::logger> logger,
    const GatewayOptions& options) {
  std::unique_ptr<Gateway> gateway(new Gateway(std::move(channel), std::move(logger), options));
  auto http = HttpServer::Start(options.listen, options.limits, gateway->site_, gateway->log_);
  if (!http.ok()) return http.status();
  gateway->http_ = *std::move(http);
  return gateway;
}

Gateway::~Gateway() {
  // Answers of the upstream go to connections: first no more of these, then none of those.
  if (http_ != nullptr) http_->Stop();
  upstream_.reset();
  log_.Flush();
}

}  // namespace midstance::gateway

#pragma once

#include <absl/status/statusor.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "midstance/config/v1/delivery.pb.h"
#include "services/delivery/channel.h"

namespace midstance::delivery {

// Whether it is this machine, whatever a resolver says.
bool IsLoopbackHost(std::string_view host);

// See config.v1.MailChannel.
class MailChannel final : public Channel {
 public:
  // `password`: of `config.user`. FAILED_PRECONDITION when mail would go through the network in the
  // clear, or a file cannot be read.
  static absl::StatusOr<std::unique_ptr<MailChannel>> Make(const config::v1::MailChannel& config,
                                                           std::string password);
  ~MailChannel() override;

  v1::Delivery::Channel kind() const override { return v1::Delivery::CHANNEL_MAIL; }
  Try Send(const Message& message, const std::stop_token& stop) override;

 private:
  MailChannel(config::v1::MailChannel config, std::string password);

  const config::v1::MailChannel config_;
  const std::string password_;
};

}  // namespace midstance::delivery

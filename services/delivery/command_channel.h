#pragma once

#include <absl/status/statusor.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "midstance/config/v1/delivery.pb.h"
#include "services/delivery/channel.h"

namespace midstance::delivery {

// See config.v1.CommandChannel.
class CommandChannel final : public Channel {
 public:
  // FAILED_PRECONDITION, naming the program, when it has no absolute path or cannot be run.
  static absl::StatusOr<std::unique_ptr<CommandChannel>> Make(
      const config::v1::CommandChannel& config);

  v1::Delivery::Channel kind() const override { return v1::Delivery::CHANNEL_COMMAND; }
  Try Send(const Message& message, const std::stop_token& stop) override;

 private:
  CommandChannel(std::vector<std::string> argv, Duration timeout)
      : argv_(std::move(argv)), timeout_(timeout) {}

  std::vector<std::string> argv_;
  const Duration timeout_;
};

}  // namespace midstance::delivery

#pragma once

#include <absl/status/statusor.h>

#include <memory>
#include <string>
#include <vector>

#include "midstance/config/v1/delivery.pb.h"
#include "services/delivery/channel.h"

namespace midstance::delivery {

using Channels = std::vector<std::unique_ptr<Channel>>;

// Those that are configured. `mail_password`: of the mail server's user. FAILED_PRECONDITION,
// naming the field, when one cannot be used as configured: a server that could not send does not
// start.
absl::StatusOr<Channels> MakeChannels(const config::v1::DeliveryConfig& config,
                                      const std::string& mail_password);

// What they are, in their order.
std::vector<v1::Delivery::Channel> KindsOf(const Channels& channels);

}  // namespace midstance::delivery

#include "services/delivery/channels.h"

#include <utility>

#include "services/delivery/command_channel.h"
#include "services/delivery/folder_channel.h"
#include "services/delivery/mail_channel.h"
#include "support/status.h"

namespace midstance::delivery {

absl::StatusOr<Channels> MakeChannels(const config::v1::DeliveryConfig& config,
                                      const std::string& mail_password) {
  Channels channels;
  if (config.has_mail()) {
    MIDSTANCE_ASSIGN_OR_RETURN(auto mail, MailChannel::Make(config.mail(), mail_password));
    channels.push_back(std::move(mail));
  }
  if (config.has_folder()) {
    MIDSTANCE_ASSIGN_OR_RETURN(auto folder, FolderChannel::Make(config.folder()));
    channels.push_back(std::move(folder));
  }
  if (config.has_command()) {
    MIDSTANCE_ASSIGN_OR_RETURN(auto command, CommandChannel::Make(config.command()));
    channels.push_back(std::move(command));
  }
  return channels;
}

std::vector<v1::Delivery::Channel> KindsOf(const Channels& channels) {
  std::vector<v1::Delivery::Channel> kinds;
  kinds.reserve(channels.size());
  for (const auto& channel : channels) kinds.push_back(channel->kind());
  return kinds;
}

}  // namespace midstance::delivery

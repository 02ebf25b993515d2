#pragma once

#include <absl/status/statusor.h>

#include <filesystem>
#include <memory>
#include <utility>

#include "midstance/config/v1/delivery.pb.h"
#include "services/delivery/channel.h"

namespace midstance::delivery {

// See config.v1.FolderChannel. A file is there whole or not at all, also after a power cut.
class FolderChannel final : public Channel {
 public:
  // FAILED_PRECONDITION, naming the folder, when it is none, is open to others, or cannot be
  // written.
  static absl::StatusOr<std::unique_ptr<FolderChannel>> Make(
      const config::v1::FolderChannel& config);

  v1::Delivery::Channel kind() const override { return v1::Delivery::CHANNEL_FOLDER; }
  Try Send(const Message& message, const std::stop_token& stop) override;

 private:
  explicit FolderChannel(std::filesystem::path path) : path_(std::move(path)) {}

  const std::filesystem::path path_;
};

}  // namespace midstance::delivery

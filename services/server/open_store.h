#pragma once

#include <memory>

#include "midstance/config/v1/server_config.pb.h"
#include "services/rpc/call_log.h"
#include "services/rpc/ids.h"
#include "storage/store.h"

namespace midstance::server {

// Opens the store of a completed configuration, and migrates it. What the engine says goes to `log`
// when there is one.
absl::StatusOr<std::unique_ptr<storage::Store>> OpenStore(const config::v1::ServerConfig& config,
                                                          rpc::RandomSource& random,
                                                          const rpc::CallLog* log);

// Opens it to read, also while a server has it open; see storage::OpenToRead.
absl::StatusOr<std::unique_ptr<storage::Store>> OpenToRead(const config::v1::ServerConfig& config);

}  // namespace midstance::server

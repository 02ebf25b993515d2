#pragma once

#include <absl/status/status.h>

#include <string_view>

#include "google/rpc/error_details.pb.h"
#include "storage/store.h"

namespace midstance::rpc {

// Adds a violation at `path` unless `user` names somebody of the clinic who may sign in.
absl::Status CheckStaff(const storage::Reader& reader, std::string_view user, std::string_view path,
                        google::rpc::BadRequest& violations);

}  // namespace midstance::rpc

#pragma once

#include <filesystem>
#include <string>

#include "midstance/config/v1/server_config.pb.h"
#include "support/status.h"

namespace midstance::server {

// Reads a ServerConfig in text format; CompleteConfig checks it.
absl::StatusOr<config::v1::ServerConfig> ReadConfig(const std::filesystem::path& file);
// Checks it against the rules of its fields (FIELD_INVALID), fills in every default, and refuses
// what only the whole can tell: a demo clock on an address that others can reach, a clinic that has
// two limits of direct access.
absl::Status CompleteConfig(config::v1::ServerConfig& config);

// The whole file. FAILED_PRECONDITION when it cannot be read, naming it.
absl::StatusOr<std::string> ReadFile(const std::filesystem::path& file);
// The same of a key, FAILED_PRECONDITION also when anyone but its owner may read or write it.
absl::StatusOr<std::string> ReadKeyFile(const std::filesystem::path& file);
// The password of the mail server's user, "" without one; FAILED_PRECONDITION as ReadKeyFile.
absl::StatusOr<std::string> MailPassword(const config::v1::ServerConfig& config);
// Made for the owner alone unless `readable_by_all`.
absl::Status WriteFile(const std::filesystem::path& file, const std::string& bytes,
                       bool readable_by_all);

}  // namespace midstance::server

#pragma once

#include <absl/status/statusor.h>

#include <filesystem>
#include <string>
#include <string_view>

#include "clients/core/channel.h"

namespace midstance::client {

// A signed-in user's way to a server, kept in a file that only she can read.
struct Profile {
  Endpoint endpoint;
  std::string user_name;
  std::string token;  // empty when signed out
};

// Whether it could be a token: what else is sent as one ends the call in a way that tells nobody
// why.
bool IsToken(std::string_view text);

// NOT_FOUND when there is no such file; INVALID_ARGUMENT when it is not a profile.
absl::StatusOr<Profile> LoadProfile(const std::filesystem::path& path);
// Writes the file anew with mode 0600, making its folder when there is none.
absl::Status SaveProfile(const std::filesystem::path& path, const Profile& profile);

// What a server hands to its future clients: {"address", "ca_pem"}. Errors as LoadProfile.
absl::StatusOr<Endpoint> LoadJoinFile(const std::filesystem::path& path);

// The whole file. NOT_FOUND when it cannot be read.
absl::StatusOr<std::string> ReadFile(const std::filesystem::path& path);
// The first line of a file, as a password is kept. Errors as ReadFile.
absl::StatusOr<std::string> ReadSecret(const std::filesystem::path& path);

}  // namespace midstance::client

#include "clients/core/profile.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "support/status.h"

namespace midstance::client {
namespace {

using Json = nlohmann::json;

absl::StatusOr<Json> ReadJson(const std::filesystem::path& path) {
  MIDSTANCE_ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return absl::InvalidArgumentError(path.string() + " is not a JSON object");
  return json;
}

// Empty when it is missing or no text.
std::string TextAt(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

absl::StatusOr<Endpoint> EndpointOf(const Json& json, const std::filesystem::path& path) {
  Endpoint endpoint{.address = TextAt(json, "address"),
                    .ca_pem = TextAt(json, "ca_pem"),
                    .host_override = TextAt(json, "host_override")};
  if (endpoint.address.empty() || endpoint.ca_pem.empty()) {
    return absl::InvalidArgumentError(path.string() + " needs \"address\" and \"ca_pem\"");
  }
  return endpoint;
}

absl::Status CannotWrite(const std::filesystem::path& path) {
  return absl::UnknownError("cannot write " + path.string());
}

}  // namespace

bool IsToken(std::string_view text) {
  constexpr std::string_view kOf =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return !text.empty() && text.find_first_not_of(kOf) == std::string_view::npos;
}

absl::StatusOr<std::string> ReadFile(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  // An empty file is one: nothing to take from it is an error to `text` alone.
  const bool empty = in && in.peek() == std::ifstream::traits_type::eof() && !in.bad();
  if (!empty && (!in || !(text << in.rdbuf()))) {
    return absl::NotFoundError("cannot read " + path.string());
  }
  return text.str();
}

absl::StatusOr<std::string> ReadSecret(const std::filesystem::path& path) {
  MIDSTANCE_ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  return text.substr(0, text.find_first_of("\r\n"));
}

absl::StatusOr<Profile> LoadProfile(const std::filesystem::path& path) {
  MIDSTANCE_ASSIGN_OR_RETURN(const Json json, ReadJson(path));
  MIDSTANCE_ASSIGN_OR_RETURN(Endpoint endpoint, EndpointOf(json, path));
  return Profile{.endpoint = std::move(endpoint),
                 .user_name = TextAt(json, "user_name"),
                 .token = TextAt(json, "token")};
}

absl::StatusOr<Endpoint> LoadJoinFile(const std::filesystem::path& path) {
  MIDSTANCE_ASSIGN_OR_RETURN(const Json json, ReadJson(path));
  return EndpointOf(json, path);
}

absl::Status SaveProfile(const std::filesystem::path& path, const Profile& profile) {
  const Json json = {{"address", profile.endpoint.address},
                     {"ca_pem", profile.endpoint.ca_pem},
                     {"host_override", profile.endpoint.host_override},
                     {"user_name", profile.user_name},
                     {"token", profile.token}};
  std::error_code error;
  if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path(), error);
  // A new file moved over the old one: the token is never in a file that others can read, and a
  // full disk leaves the old profile whole.
  const std::string fresh = path.string() + ".new";
  std::filesystem::remove(fresh, error);
  const int fd = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (fd < 0) return CannotWrite(path);
  const std::string text = json.dump(2) + "\n";
  const bool written = ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  const bool closed = ::close(fd) == 0;
  if (!written || !closed || std::rename(fresh.c_str(), path.c_str()) != 0) {
    return CannotWrite(path);
  }
  return absl::OkStatus();
}

}  // namespace midstance::client

#include "services/server/config.h"

#include <fcntl.h>
#include <google/protobuf/text_format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <set>
#include <sstream>
#include <string_view>

#include "support/constraints.h"
#include "support/schema.h"

namespace midstance::server {
namespace {

constexpr std::string_view kDefaultListen = "127.0.0.1:7443";
constexpr std::string_view kDefaultTimeZone = "UTC";
constexpr mode_t kOwnerOnly = 0600;
constexpr mode_t kForAll = 0644;
constexpr mode_t kOthers = 077;

absl::Status Refused(const std::string& text) { return absl::FailedPreconditionError(text); }

template <class Message, class Value>
void Default(Message& message, Value (Message::*get)() const, void (Message::*set)(Value),
             Value value) {
  if ((message.*get)() == Value{}) (message.*set)(value);
}

bool IsLoopback(std::string_view listen) {
  return listen.starts_with("127.") || listen.starts_with("[::1]:") ||
         listen.starts_with("localhost:");
}

}  // namespace

absl::StatusOr<std::string> ReadFile(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return Refused("cannot read " + file.string() + ": " + std::strerror(errno));
  std::ostringstream bytes;
  bytes << stream.rdbuf();
  return bytes.str();
}

absl::StatusOr<std::string> ReadKeyFile(const std::filesystem::path& file) {
  struct stat found = {};
  if (stat(file.c_str(), &found) == 0 && (found.st_mode & kOthers) != 0) {
    return Refused(file.string() + " is readable by others; chmod 600 makes it the owner's alone");
  }
  return ReadFile(file);
}

absl::StatusOr<std::string> MailPassword(const config::v1::ServerConfig& config) {
  const std::string& file = config.delivery().mail().password_file();
  if (file.empty()) return std::string();
  MIDSTANCE_ASSIGN_OR_RETURN(const std::string text, ReadKeyFile(file));
  return text.substr(0, text.find_first_of("\r\n"));
}

absl::Status WriteFile(const std::filesystem::path& file, const std::string& bytes,
                       bool readable_by_all) {
  const int descriptor = open(file.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC,
                              readable_by_all ? kForAll : kOwnerOnly);
  if (descriptor < 0) return Refused("cannot write " + file.string() + ": " + std::strerror(errno));
  const auto written = write(descriptor, bytes.data(), bytes.size());
  const bool whole = written == static_cast<ssize_t>(bytes.size()) && fsync(descriptor) == 0;
  close(descriptor);
  return whole ? absl::OkStatus() : Refused("cannot write " + file.string());
}

absl::StatusOr<config::v1::ServerConfig> ReadConfig(const std::filesystem::path& file) {
  MIDSTANCE_ASSIGN_OR_RETURN(const std::string text, ReadFile(file));
  config::v1::ServerConfig config;
  if (!google::protobuf::TextFormat::ParseFromString(text, &config)) {
    return Refused(file.string() + " is not a ServerConfig in text format");
  }
  return config;
}

absl::Status CompleteConfig(config::v1::ServerConfig& config) {
  const std::array roots = {config::v1::ServerConfig::descriptor()};
  MIDSTANCE_ASSIGN_OR_RETURN(const Schema schema, Schema::Of(roots));
  google::rpc::BadRequest violations;
  CheckConstraints(schema, config, Instant{}, violations);
  MIDSTANCE_RETURN_IF_ERROR(FieldsInvalid(violations));
  if (config.listen().empty()) config.set_listen(std::string(kDefaultListen));
  if (config.time_zone().empty()) config.set_time_zone(std::string(kDefaultTimeZone));
  const std::filesystem::path tls = std::filesystem::path(config.data_directory()) / "tls";
  if (config.tls().certificate_file().empty()) {
    config.mutable_tls()->set_certificate_file((tls / "server.pem").string());
  }
  if (config.tls().key_file().empty())
    config.mutable_tls()->set_key_file((tls / "server.key").string());
  using config::v1::Limits;
  using config::v1::Sessions;
  auto& limits = *config.mutable_limits();
  Default(limits, &Limits::read_threads, &Limits::set_read_threads, 2U);
  Default(limits, &Limits::read_queue, &Limits::set_read_queue, 1024U);
  Default(limits, &Limits::write_queue, &Limits::set_write_queue, 256U);
  Default(limits, &Limits::watch_streams, &Limits::set_watch_streams, 256U);
  Default(limits, &Limits::max_batch, &Limits::set_max_batch, 128U);
  auto& sessions = *config.mutable_sessions();
  Default(sessions, &Sessions::idle_minutes, &Sessions::set_idle_minutes, 60U);
  Default(sessions, &Sessions::absolute_hours, &Sessions::set_absolute_hours, 12U);
  auto& log = *config.mutable_log();
  if (log.level() == config::v1::Log::LEVEL_UNSPECIFIED) log.set_level(config::v1::Log::LEVEL_INFO);
  std::set<std::string_view> clinics;
  for (const auto& limits_of_clinic : config.direct_access()) {
    if (!clinics.insert(limits_of_clinic.clinic()).second) {
      return Refused("direct_access names " + limits_of_clinic.clinic() + " twice");
    }
  }
  if (config.demo_clock() && !IsLoopback(config.listen())) {
    return Refused("demo_clock is only for a loopback address, not for " + config.listen());
  }
  return absl::OkStatus();
}

}  // namespace midstance::server

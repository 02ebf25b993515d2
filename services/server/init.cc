#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>
#include <system_error>

#include "services/rpc/clock.h"
#include "services/server/bootstrap.h"
#include "services/server/commands.h"
#include "services/server/config.h"
#include "services/server/exit_codes.h"
#include "services/server/local_ca.h"
#include "services/server/open_store.h"

namespace midstance::server {
namespace {

constexpr std::size_t kSecretBytes = 32;

std::string TrimmedLine(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  return text;
}

absl::Status MakeDirectory(const std::filesystem::path& directory) {
  std::error_code error;
  if (std::filesystem::exists(directory) && !std::filesystem::is_empty(directory, error)) {
    return absl::FailedPreconditionError(directory.string() + " is not empty; nothing was changed");
  }
  std::filesystem::create_directories(directory / "tls", error);
  if (error)
    return absl::FailedPreconditionError("cannot make " + directory.string() + ": " +
                                         error.message());
  for (const auto& each : {directory, directory / "tls"}) {
    std::filesystem::permissions(each, std::filesystem::perms::owner_all, error);
  }
  return absl::OkStatus();
}

absl::Status WriteTls(const std::filesystem::path& directory, const Certificates& made,
                      const std::string& address) {
  nlohmann::ordered_json join;
  join["address"] = address;
  join["ca_pem"] = made.ca;
  MIDSTANCE_RETURN_IF_ERROR(WriteFile(directory / "tls" / "ca.pem", made.ca, true));
  MIDSTANCE_RETURN_IF_ERROR(WriteFile(directory / "tls" / "server.pem", made.server, true));
  MIDSTANCE_RETURN_IF_ERROR(WriteFile(directory / "tls" / "server.key", made.server_key, false));
  return WriteFile(directory / "join.json", join.dump(2) + "\n", true);
}

absl::Status Make(const InitOptions& options, std::string& fingerprint) {
  const std::filesystem::path directory = options.data_directory;
  MIDSTANCE_ASSIGN_OR_RETURN(const std::string password, ReadFile(options.admin_password_file));
  rpc::SystemRandom random;
  const Instant now = rpc::SystemClock().Now();
  MIDSTANCE_ASSIGN_OR_RETURN(const Certificates made, MakeCertificates(options.hosts, now));
  MIDSTANCE_RETURN_IF_ERROR(MakeDirectory(directory));
  MIDSTANCE_RETURN_IF_ERROR(WriteTls(directory, made, options.address));
  std::string secret(kSecretBytes, '\0');
  random.Fill(secret.data(), secret.size());
  MIDSTANCE_RETURN_IF_ERROR(WriteFile(directory / "secret.key", secret, false));
  config::v1::ServerConfig config;
  config.set_data_directory(directory.string());
  MIDSTANCE_RETURN_IF_ERROR(CompleteConfig(config));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto store, OpenStore(config, random, nullptr));
  const sessions::PasswordHasher hasher;
  MIDSTANCE_RETURN_IF_ERROR(AddClinic(
      *store, hasher, {options.clinic, options.clinic_name, options.admin, TrimmedLine(password)},
      now, random.NextSeed()));
  store->Drain();
  fingerprint = made.fingerprint;
  return absl::OkStatus();
}

}  // namespace

int Init(const InitOptions& options) {
  std::string fingerprint;
  const absl::Status made = Make(options, fingerprint);
  if (!made.ok()) {
    std::cerr << "midstanced init: " << made.message() << '\n';
    return kExitConfiguration;
  }
  std::cout
      << "Made " << options.data_directory << " for clinic " << options.clinic << ".\n"
      << "Give join.json to the clients; they should see this fingerprint of the authority:\n  "
      << fingerprint << '\n';
  return kExitOk;
}

}  // namespace midstance::server

#pragma once

#include <absl/status/statusor.h>
#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "midstance/v1/user.pb.h"
#include "tests/e2e/harness/child_process.h"

namespace midstance::e2e {

inline constexpr std::string_view kAdminUser = "admin";
inline constexpr std::string_view kPassword = "a long password for tests";
inline constexpr std::string_view kClinic = "harbour";

// `midstanced init` in a new folder `data`, with the first administrator.
absl::Status InitServer(const std::string& midstanced, const std::string& data);

// The exit code of `midstanced COMMAND --data data`, also beside a server. What it complains of
// goes to `data`/COMMAND.log.
absl::StatusOr<int> RunOnData(const std::string& midstanced, const std::string& command,
                              const std::string& data);

// `midstanced serve` on a free port of the loopback.
class ServerProcess {
 public:
  // Returns when the server said that it is ready. Its log goes to `data`/server.log.
  static absl::StatusOr<ServerProcess> Start(const std::string& midstanced,
                                             const std::string& data);

  const std::string& address() const { return address_; }
  pid_t pid() const { return process_.pid(); }
  // From the start of the program to its word that it is ready.
  std::chrono::microseconds time_to_ready() const { return time_to_ready_; }

  // As a power cut for the process: SIGKILL.
  absl::Status Kill();
  // SIGTERM, and the end of the drain. An exit code other than 0 is an error.
  absl::Status Stop();

 private:
  ServerProcess(ChildProcess process, std::string address, std::chrono::microseconds time_to_ready)
      : process_(std::move(process)), address_(std::move(address)), time_to_ready_(time_to_ready) {}

  ChildProcess process_;
  std::string address_;
  std::chrono::microseconds time_to_ready_;
};

absl::StatusOr<std::string> ReadFile(const std::string& path);

// A connection of its own, shared with no other channel, that trusts the PEM certificate `ca`.
std::shared_ptr<grpc::Channel> Connect(const std::string& address, const std::string& ca);

// Deadline and bearer token on a call. An empty token is left out.
void Prepare(grpc::ClientContext& context, const std::string& token,
             std::chrono::milliseconds patience = std::chrono::seconds{10});

absl::Status StatusOf(const grpc::Status& status);

// A session token. `attempt` differs from one sign-in at a store to the next.
absl::StatusOr<std::string> SignIn(const std::shared_ptr<grpc::Channel>& channel,
                                   std::string_view user_name, std::uint64_t attempt);
// A lead clinician, made by the administrator's session.
absl::StatusOr<v1::User> CreateLead(const std::shared_ptr<grpc::Channel>& channel,
                                    const std::string& admin_token, const std::string& user_name);

// A UUID (version 7 layout, the number in place of the time) that only `stream` and `number`
// determine.
std::string RequestId(std::uint64_t stream, std::uint64_t number);

}  // namespace midstance::e2e

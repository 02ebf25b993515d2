#include "tests/e2e/harness/server.h"

#include <absl/status/status.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <signal.h>
#include <sys/stat.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <iterator>

#include "midstance/v1/admin_service.grpc.pb.h"
#include "midstance/v1/session_service.grpc.pb.h"
#include "support/status.h"

namespace midstance::e2e {
namespace {

constexpr std::chrono::seconds kPatience{60};  // for a busy machine and sanitizers

// The same bits for the same seed on every machine (SplitMix64).
std::uint64_t Mix(std::uint64_t seed) {
  seed += 0x9e3779b97f4a7c15U;
  seed = (seed ^ (seed >> 30U)) * 0xbf58476d1ce4e5b9U;
  seed = (seed ^ (seed >> 27U)) * 0x94d049bb133111ebU;
  return seed ^ (seed >> 31U);
}

}  // namespace

absl::Status InitServer(const std::string& midstanced, const std::string& data) {
  const std::string password_file = data + ".password";
  {
    std::ofstream file(password_file);
    file << kPassword << '\n';
  }
  chmod(password_file.c_str(), 0600);
  MIDSTANCE_ASSIGN_OR_RETURN(
      ChildProcess init,
      ChildProcess::Start(
          {midstanced, "init", "--data", data, "--host", "localhost", "--clinic",
           std::string(kClinic), "--clinic-name", "Harbour Physiotherapy", "--admin",
           std::string(kAdminUser), "--admin-password-file", password_file},
          data + ".init.log"));
  MIDSTANCE_ASSIGN_OR_RETURN(const int code, init.Wait(kPatience));
  if (code == 0) return absl::OkStatus();
  return absl::InternalError("midstanced init ended with " + std::to_string(code) + "; see " +
                             data + ".init.log");
}

absl::StatusOr<int> RunOnData(const std::string& midstanced, const std::string& command,
                              const std::string& data) {
  MIDSTANCE_ASSIGN_OR_RETURN(
      ChildProcess run,
      ChildProcess::Start({midstanced, command, "--data", data}, data + "/" + command + ".log"));
  // Read to the end: what nobody reads would hold it up.
  while (run.ReadLine(kPatience).ok()) {
  }
  return run.Wait(kPatience);
}

absl::StatusOr<ServerProcess> ServerProcess::Start(const std::string& midstanced,
                                                   const std::string& data) {
  const auto begin = std::chrono::steady_clock::now();
  MIDSTANCE_ASSIGN_OR_RETURN(
      ChildProcess process,
      ChildProcess::Start({midstanced, "serve", "--data", data, "--listen", "127.0.0.1:0"},
                          data + "/server.log"));
  absl::StatusOr<std::string> line = process.ReadLine(kPatience);
  if (!line.ok()) {
    return absl::UnavailableError("midstanced did not get ready; see " + data + "/server.log");
  }
  const std::chrono::microseconds took = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now() - begin);
  constexpr std::string_view kReady = "ready ";
  if (line->substr(0, kReady.size()) != kReady) {
    return absl::UnavailableError("midstanced said: " + *line);
  }
  return ServerProcess(std::move(process), line->substr(kReady.size()), took);
}

absl::Status ServerProcess::Kill() {
  MIDSTANCE_RETURN_IF_ERROR(process_.Signal(SIGKILL));
  return process_.Wait(kPatience).status();
}

absl::Status ServerProcess::Stop() {
  MIDSTANCE_RETURN_IF_ERROR(process_.Signal(SIGTERM));
  MIDSTANCE_ASSIGN_OR_RETURN(const int code, process_.Wait(kPatience));
  if (code == 0) return absl::OkStatus();
  return absl::InternalError("midstanced ended with " + std::to_string(code));
}

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError("cannot read " + path);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

std::shared_ptr<grpc::Channel> Connect(const std::string& address, const std::string& ca) {
  grpc::SslCredentialsOptions options;
  options.pem_root_certs = ca;
  grpc::ChannelArguments arguments;
  arguments.SetSslTargetNameOverride("localhost");
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(address, grpc::SslCredentials(options), arguments);
}

void Prepare(grpc::ClientContext& context, const std::string& token,
             std::chrono::milliseconds patience) {
  context.set_deadline(std::chrono::system_clock::now() + patience);
  if (!token.empty()) context.AddMetadata("authorization", "Bearer " + token);
}

absl::Status StatusOf(const grpc::Status& status) {
  return absl::Status(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
}

absl::StatusOr<std::string> SignIn(const std::shared_ptr<grpc::Channel>& channel,
                                   std::string_view user_name, std::uint64_t attempt) {
  v1::SignInRequest request;
  request.set_user_name(std::string(user_name));
  request.set_password(std::string(kPassword));
  request.set_request_id(RequestId(0x5160, attempt));
  grpc::ClientContext context;
  Prepare(context, "");
  v1::SignInResponse response;
  MIDSTANCE_RETURN_IF_ERROR(
      StatusOf(v1::SessionService::NewStub(channel)->SignIn(&context, request, &response)));
  return response.session_token();
}

absl::StatusOr<v1::User> CreateLead(const std::shared_ptr<grpc::Channel>& channel,
                                    const std::string& admin_token, const std::string& user_name) {
  v1::CreateUserRequest request;
  request.mutable_user()->set_user_name(user_name);
  request.mutable_user()->set_display_name("Lena Brandt");
  request.mutable_user()->add_roles(options::v1::ROLE_LEAD_CLINICIAN);
  request.set_password(std::string(kPassword));
  request.set_request_id(RequestId(0x1ead, std::hash<std::string>()(user_name)));
  grpc::ClientContext context;
  Prepare(context, admin_token);
  v1::User user;
  MIDSTANCE_RETURN_IF_ERROR(
      StatusOf(v1::AdminService::NewStub(channel)->CreateUser(&context, request, &user)));
  return user;
}

std::string RequestId(std::uint64_t stream, std::uint64_t number) {
  const std::uint64_t high = Mix(stream * 0x100000001b3U + number);
  const std::uint64_t low = Mix(high ^ number);
  std::array<char, 37> text{};
  std::snprintf(text.data(), text.size(), "%08x-%04x-7%03x-%04x-%012llx",
                static_cast<unsigned>(number >> 16U), static_cast<unsigned>(number & 0xffffU),
                static_cast<unsigned>(high & 0xfffU),
                static_cast<unsigned>(0x8000U | (low >> 48U & 0x3fffU)),
                static_cast<unsigned long long>(low & 0xffffffffffffU));
  return std::string(text.data(), 36);
}

}  // namespace midstance::e2e

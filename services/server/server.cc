#include "services/server/server.h"

#include <google/protobuf/descriptor.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server_builder.h>

#include <utility>

#include "services/server/reflection.h"

namespace midstance::server {
namespace {

// Beyond this gRPC itself refuses a body; the door's limit per method lies below.
constexpr int kMostBytes = 1 << 20;
// Of all connections together; the door's own limits come after a body is read.
constexpr std::size_t kMostBufferedBytes = std::size_t{256} << 20;
constexpr int kMostMetadataBytes = 8 * 1024;
constexpr int kMostStreamsPerConnection = 100;
constexpr int kHandshakeMillis = 5'000;
constexpr int kIdleMillis = 15 * 60 * 1000;
constexpr int kAgeMillis = 12 * 60 * 60 * 1000;
constexpr int kAgeGraceMillis = 60'000;
constexpr int kKeepaliveMillis = 60'000;
constexpr int kKeepaliveTimeoutMillis = 20'000;
constexpr int kLeastPingMillis = 30'000;
constexpr int kMostPingStrikes = 3;

std::shared_ptr<grpc::ServerCredentials> CredentialsOf(const Listening& listening) {
  if (listening.certificate.empty() && listening.key.empty())
    return grpc::InsecureServerCredentials();
  grpc::SslServerCredentialsOptions options(GRPC_SSL_DONT_REQUEST_CLIENT_CERTIFICATE);
  options.pem_key_cert_pairs.push_back({listening.key, listening.certificate});
  return grpc::SslServerCredentials(options);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Server>> Server::Start(Application& application,
                                                      const Listening& listening) {
  std::unique_ptr<Server> made(new Server(application));
  grpc::EnableDefaultHealthCheckService(true);
  grpc::ServerBuilder builder;
  if (!listening.address.empty()) {
    builder.AddListeningPort(listening.address, CredentialsOf(listening), &made->port_);
  }
  builder.RegisterCallbackGenericService(&application.door());
  if (listening.reflection) {
    made->reflection_ =
        MakeReflection(application.services(), *google::protobuf::DescriptorPool::generated_pool());
    builder.RegisterService(made->reflection_.get());
  }
  builder.SetResourceQuota(grpc::ResourceQuota("midstance").Resize(kMostBufferedBytes));
  builder.SetMaxReceiveMessageSize(kMostBytes);
  // A few bytes of a stranger would become a gigabyte before the door sees them. Left as it came, a
  // compressed body is no message.
  builder.AddChannelArgument(GRPC_ARG_ENABLE_PER_MESSAGE_DECOMPRESSION, 0);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, kMostMetadataBytes);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, kMostStreamsPerConnection);
  builder.AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, kHandshakeMillis);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_IDLE_MS, kIdleMillis);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_MS, kAgeMillis);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS, kAgeGraceMillis);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveMillis);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepaliveTimeoutMillis);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
                             kLeastPingMillis);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MAX_PING_STRIKES, kMostPingStrikes);
  // A second server on the same port must fail, not share its calls.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  made->server_ = builder.BuildAndStart();
  if (made->server_ == nullptr || (!listening.address.empty() && made->port_ == 0)) {
    return absl::FailedPreconditionError("cannot listen on " + listening.address +
                                         "; is it in use?");
  }
  auto* const health = made->server_->GetHealthCheckService();
  health->SetServingStatus("", true);
  for (const auto& service : application.services()) health->SetServingStatus(service, true);
  return made;
}

std::shared_ptr<grpc::Channel> Server::InProcess() {
  return server_->InProcessChannel(grpc::ChannelArguments());
}

void Server::ShowHealth() {
  const bool serving = application_.store().CheckReady().ok();
  if (stopped_ || serving == std::exchange(serving_, serving)) return;
  server_->GetHealthCheckService()->SetServingStatus(serving);
}

void Server::Stop(std::chrono::milliseconds grace) {
  if (std::exchange(stopped_, true)) return;
  server_->GetHealthCheckService()->SetServingStatus(false);
  application_.StopAdmitting();
  server_->Shutdown(std::chrono::system_clock::now() + grace);
  application_.Drain();
}

Server::~Server() { Stop(std::chrono::seconds{1}); }

}  // namespace midstance::server

#include "clients/core/channel.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

namespace midstance::client {

std::shared_ptr<grpc::Channel> MakeChannel(const Endpoint& endpoint) {
  grpc::SslCredentialsOptions tls;
  tls.pem_root_certs = endpoint.ca_pem;
  grpc::ChannelArguments arguments;
  if (!endpoint.host_override.empty()) {
    arguments.SetSslTargetNameOverride(endpoint.host_override);
  }
  // Twice the server's heartbeat: its own messages keep the pings from counting as a nuisance.
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 60'000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 10'000);
  // Shorter than the waits of a call's retries together, which would otherwise all meet a channel
  // that waits.
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1'000);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  // Despite its name the time that one attempt may take, handshake included.
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 5'000);
  // The retries of retry.h are the only ones: two layers of them multiply.
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  return grpc::CreateCustomChannel(endpoint.address, grpc::SslCredentials(tls), arguments);
}

}  // namespace midstance::client

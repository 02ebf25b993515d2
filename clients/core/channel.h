#pragma once

#include <grpcpp/channel.h>

#include <memory>
#include <string>

namespace midstance::client {

// Where a server listens and how it is recognised.
struct Endpoint {
  std::string address;        // "host:port"
  std::string ca_pem;         // the authority that the server's certificate must come from
  std::string host_override;  // checked instead of the address's host; for tests behind a port map
};

// A channel with TLS. Connects when it is first used; a dead server fails a call at once rather
// than waiting for it to come back. Notices a silently lost connection while a stream is open.
std::shared_ptr<grpc::Channel> MakeChannel(const Endpoint& endpoint);

}  // namespace midstance::client

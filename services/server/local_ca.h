#pragma once

#include <string>
#include <vector>

#include "support/status.h"
#include "support/time.h"

namespace midstance::server {

// What `init` writes under tls/. PEM texts.
struct Certificates {
  std::string ca;           // certificate of the local authority, for the clients
  std::string server;       // the server's certificate
  std::string server_key;   // its private key
  std::string fingerprint;  // SHA-256 of the authority's certificate, 8 groups of 8 hex digits
};

// A new certificate authority of ECDSA P-256 (10 years, no intermediate authorities) that signs one
// server certificate (397 days) for `hosts` (names or addresses; the first becomes the common
// name), and is then forgotten: its key is never returned. INTERNAL when OpenSSL refuses.
absl::StatusOr<Certificates> MakeCertificates(const std::vector<std::string>& hosts, Instant now);

}  // namespace midstance::server

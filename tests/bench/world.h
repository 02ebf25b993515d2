#pragma once

#include <absl/status/statusor.h>

#include <memory>
#include <optional>
#include <ostream>
#include <string>

#include "tests/bench/bench.h"
#include "tests/bench/clinic.h"
#include "tests/bench/load.h"
#include "tests/bench/peer.h"
#include "tests/e2e/harness/server.h"

namespace midstance::bench {

// A running server with its clinic and a load client connected to it.
struct Site {
  e2e::ServerProcess server;
  Clinic clinic;
  LoadClient client;
};

// Everything that is measured, running side by side; who is not called is idle.
struct World {
  std::string certificate;
  std::string key;
  std::string ca;
  std::optional<Site> small;
  std::optional<Site> big;
  std::optional<e2e::ChildProcess> echo_process;
  std::optional<LoadClient> echo;
  std::optional<Peer> peer_process;
  std::optional<LoadClient> peer;
  double idle_mib = 0;      // of the server on the small clinic, before its first call
  double ready_millis = 0;  // median of several starts on the small clinic
};

absl::StatusOr<World> BuildWorld(const Options& options, std::ostream& talk);

}  // namespace midstance::bench

#pragma once

#include <absl/status/statusor.h>

#include <string>

#include "tests/bench/load.h"
#include "tests/e2e/harness/child_process.h"

// The server to compare with: what a small clinic's developer would write in an afternoon. It keeps
// check-ins durably and has no rules, no roles and no audit trail.
namespace midstance::bench {

struct Peer {
  e2e::ChildProcess process;
  std::string address;
};

// `folder` holds server.js and its node_modules; `data` takes the database; `tls` holds server.pem
// and server.key.
absl::StatusOr<Peer> StartPeer(const std::string& folder, const std::string& data,
                               const std::string& certificate, const std::string& key);

// The same histories as FillClinic gives the patients that have a long one.
Call PeerHistoryCall();
// The same answers as RecordCall's.
Call PeerRecordCall();
Call PeerListCall(int rows);

}  // namespace midstance::bench

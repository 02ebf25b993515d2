#pragma once

#include <string>

namespace midstance::bench {

// The ceiling: a callback server over TLS that gives every RecordCheckIn its own bytes back and
// does nothing else. Prints "ready ADDRESS:PORT" and serves until SIGTERM. The exit code.
int RunEchoServer(const std::string& certificate_file, const std::string& key_file);

}  // namespace midstance::bench

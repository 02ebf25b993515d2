#pragma once

#include <CLI/App.hpp>
#include <string>

#include "clients/gateway/gateway.h"

namespace midstance::gateway {

// What `midstance-checkin serve` was called with.
struct ServeOptions {
  std::string join_file;
  GatewayOptions gateway;
};

// Adds the command; its words are read into `options`.
CLI::App* AddServeCommand(CLI::App& app, ServeOptions& options);
// Serves until SIGTERM or SIGINT; what is returned is the exit code.
int RunServeCommand(const ServeOptions& options);

}  // namespace midstance::gateway

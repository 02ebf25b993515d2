#include "clients/gateway/serve_command.h"

#include <google/protobuf/stubs/logging.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <iostream>

#include "clients/core/error_text.h"
#include "clients/core/profile.h"
#include "support/status.h"

namespace midstance::gateway {
namespace {

constexpr int kExitOk = 0;
constexpr int kExitConfiguration = 78;  // EX_CONFIG

// Blocked before any thread starts, so that only Serve takes them.
sigset_t BlockSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGTERM, SIGINT}) sigaddset(&signals, signal);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

absl::Status Serve(const std::string& join_file, const GatewayOptions& options) {
  MIDSTANCE_ASSIGN_OR_RETURN(const client::Endpoint endpoint, client::LoadJoinFile(join_file));
  google::protobuf::SetLogHandler(nullptr);  // it has a line for each text that is not UTF-8
  const sigset_t signals = BlockSignals();
  MIDSTANCE_ASSIGN_OR_RETURN(
      const auto gateway, Gateway::Start(client::MakeChannel(endpoint), StderrLogger(), options));
  std::cout << "ready " << gateway->address() << std::endl;
  int signal = 0;
  sigwait(&signals, &signal);
  return absl::OkStatus();
}

}  // namespace

CLI::App* AddServeCommand(CLI::App& app, ServeOptions& options) {
  auto* const serve =
      app.add_subcommand("serve", "Serve until SIGTERM; prints 'ready ADDRESS' when it does");
  serve
      ->add_option("--join", options.join_file,
                   "Join file of the Midstance server, which midstanced wrote")
      ->required();
  serve
      ->add_option(
          "--listen", options.gateway.listen,
          "Address and port; port 0 takes a free one. It speaks HTTP without TLS: leave it "
          "on the loopback, with a web server that does TLS in front")
      ->envname("MIDSTANCE_CHECKIN_LISTEN")
      ->capture_default_str();
  serve
      ->add_option("--clinic-phone", options.gateway.contact.clinic_phone,
                   "Number of the clinic that the check-in page shows, e.g. '+44 20 5550 100'")
      ->envname("MIDSTANCE_CLINIC_PHONE");
  serve
      ->add_option("--emergency-number", options.gateway.contact.emergency_number,
                   "Emergency number that the check-in page shows, e.g. 112")
      ->envname("MIDSTANCE_EMERGENCY_NUMBER");
  serve
      ->add_option("--connections", options.gateway.limits.connections,
                   "Most connections at a time. One more ends the one that has waited longest")
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str();
  serve->footer(
      "Callers prove who they are by the token of their link, with each call; the gateway has no\n"
      "credentials and keeps none. GET /healthz says that it runs, GET /readyz that it reaches "
      "the\n"
      "server. One JSON line on standard error for each answer, without addresses, paths or "
      "tokens.\n"
      "Limits: 8 KiB and 100 lines of headers, 64 KiB of body, 5 s for each, 15 s between "
      "requests.\n"
      "\nExit codes: 0 it was stopped; 78 it could not start; else the command line is wrong.");
  return serve;
}

int RunServeCommand(const ServeOptions& options) {
  const absl::Status status = Serve(options.join_file, options.gateway);
  if (status.ok()) return kExitOk;
  std::cerr << client::ErrorLines(status) << '\n';
  return kExitConfiguration;
}

}  // namespace midstance::gateway

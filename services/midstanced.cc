#include <sodium.h>

#include <CLI/CLI.hpp>
#include <iostream>

#include "services/server/commands.h"
#include "services/server/exit_codes.h"

namespace server = midstance::server;

int main(int argc, char** argv) {
  if (sodium_init() < 0) {
    std::cerr << "midstanced: libsodium has no randomness\n";
    return server::kExitConfiguration;
  }
  CLI::App app{
      "midstanced: the Midstance server.\n\n"
      "  midstanced init  --data clinic --clinic harbour --admin root --admin-password-file pw\n"
      "  midstanced serve --data clinic\n"};
  app.require_subcommand(1);
  app.footer(
      "Exit codes: 0 it went well; 1 audit found a broken chain, check or prove a flag that is "
      "lost, or\nrules something to put right; 2 wrong arguments; 74 the store could not be read; "
      "78 init or serve\ncould not start as configured.");

  server::InitOptions init;
  init.hosts = {"localhost", "127.0.0.1"};
  init.clinic_name = "Clinic";
  init.address = "localhost:7443";
  auto* const make =
      app.add_subcommand("init", "Make a data directory: certificates, keys, database, first user");
  make->add_option("--data", init.data_directory, "Folder to make; must not exist or be empty")
      ->required();
  make->add_option("--host", init.hosts, "Names and addresses of the server in its certificate");
  make->add_option("--clinic", init.clinic, "Id of the clinic: a-z, 0-9, -")->required();
  make->add_option("--clinic-name", init.clinic_name, "Name of the clinic");
  make->add_option("--admin", init.admin, "Sign-in name of the first administrator")->required();
  make->add_option("--admin-password-file", init.admin_password_file,
                   "File with the password, 12 bytes or more")
      ->required();
  make->add_option("--address", init.address, "Where clients reach the server, for join.json");

  server::ServeOptions serve;
  auto* const run =
      app.add_subcommand("serve", "Serve until SIGTERM; prints 'ready ADDRESS' when it does");
  run->add_option("--config", serve.config_file,
                  "ServerConfig in protobuf text format; it also says by which ways notices and "
                  "letters leave the server");
  run->add_option("--data", serve.data_directory, "Folder that init made");
  run->add_option("--listen", serve.listen, "Address and port; port 0 takes a free one")
      ->envname("MIDSTANCE_LISTEN");
  run->add_flag("--reflection", serve.reflection, "Tell the schema to anyone who connects");
  run->add_option("--demo-clock", serve.demo_clock_micros,
                  "Microseconds since 1970 at which a movable clock starts; loopback only, never "
                  "with real patients");
  run->add_flag("--print-config", serve.print_config, "Print the configuration in force and end");

  server::AuditOptions audit;
  auto* const walk = app.add_subcommand(
      "audit", "Check that a clinic's audit chain is whole; the server must be stopped");
  walk->add_option("--data", audit.data_directory, "Folder that init made")->required();
  walk->add_option("--clinic", audit.clinic, "Id of the clinic")->required();

  server::LedgerOptions ledger;
  auto* const check = app.add_subcommand(
      "check",
      "Prove that no flag was lost: go through every patient's history again and look for the "
      "escalation of each flag, and for the person and the reason behind each end");
  auto* const prove = app.add_subcommand(
      "prove", "List every flag: when it fired, where it is now, who decided, when and why");
  for (auto* const one : {check, prove}) {
    one->add_option("--config", ledger.config_file,
                    "ServerConfig of the server, for its data directory and time zone");
    one->add_option("--data", ledger.data_directory, "Folder that init made");
    one->footer("Reads only; a server may run meanwhile.");
  }
  prove->add_flag("--json", ledger.json, "JSON instead of a table");

  server::RulesOptions rules;
  auto* const rule_set = app.add_subcommand("rules", "Try a rule set without a server");
  rule_set->require_subcommand(1);
  auto* const test = rule_set->add_subcommand(
      "test", "Run every scenario, and say of each rule what it was tried with and what failed");
  auto* const lint = rule_set->add_subcommand(
      "lint",
      "List what is legal and most likely wrong, and rules without positive, near miss and trap");
  for (auto* const one : {test, lint}) {
    one->add_option("--set", rules.set_files,
                    "Files of the rule set, read as one text; without it the shipped one");
    one->add_option("--scenarios", rules.scenario_files,
                    "Files with scenarios; without it the shipped ones");
  }

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? server::kExitOk : server::kExitUsage;
  }
  if (make->parsed()) return server::Init(init);
  if (run->parsed()) return server::Serve(serve);
  if (test->parsed()) return server::TestRules(rules);
  if (check->parsed()) return server::Check(ledger);
  if (prove->parsed()) return server::Prove(ledger);
  if (lint->parsed()) return server::LintRules(rules);
  return server::Audit(audit);
}

#include <iostream>
#include <string_view>

#include "services/rpc/clock.h"
#include "services/rules/embedded.h"
#include "services/server/commands.h"
#include "services/server/config.h"
#include "services/server/exit_codes.h"
#include "services/server/ledger_text.h"
#include "services/server/open_store.h"

namespace midstance::server {
namespace {

absl::StatusOr<config::v1::ServerConfig> ConfigOf(const LedgerOptions& options) {
  config::v1::ServerConfig config;
  if (!options.config_file.empty()) {
    MIDSTANCE_ASSIGN_OR_RETURN(config, ReadConfig(options.config_file));
  }
  if (!options.data_directory.empty()) config.set_data_directory(options.data_directory);
  MIDSTANCE_RETURN_IF_ERROR(CompleteConfig(config));
  return config;
}

absl::StatusOr<rules::CompiledRuleSet> RulesOf(const config::v1::ServerConfig& config) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto calendar,
                             schedule::ClinicCalendar::Make(config.time_zone()));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto source, rules::ParseRuleSet(rules::RunningHipCore()));
  return rules::Compile(source, calendar);
}

absl::StatusOr<std::vector<OfClinic<ledger::Findings>>> CheckAll(const LedgerOptions& options) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto config, ConfigOf(options));
  MIDSTANCE_ASSIGN_OR_RETURN(auto rule_set, RulesOf(config));
  const cases::Engines engines(std::move(rule_set), 0);
  MIDSTANCE_ASSIGN_OR_RETURN(const auto store, OpenToRead(config));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto clinics, store->Clinics());
  std::vector<OfClinic<ledger::Findings>> all;
  for (const auto& clinic : clinics) {
    MIDSTANCE_ASSIGN_OR_RETURN(auto findings,
                               ledger::Check(*store, engines, clinic, rpc::SystemClock().Now()));
    all.push_back({clinic, std::move(findings)});
  }
  return all;
}

absl::StatusOr<std::vector<OfClinic<ledger::Ledger>>> ProveAll(const LedgerOptions& options) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto config, ConfigOf(options));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto store, OpenToRead(config));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto clinics, store->Clinics());
  std::vector<OfClinic<ledger::Ledger>> all;
  for (const auto& clinic : clinics) {
    MIDSTANCE_ASSIGN_OR_RETURN(auto proved, ledger::Prove(*store, clinic));
    all.push_back({clinic, std::move(proved)});
  }
  return all;
}

int Failed(std::string_view command, const absl::Status& status) {
  std::cerr << "midstanced " << command << ": " << status.message() << '\n';
  return kExitStorage;
}

}  // namespace

int Check(const LedgerOptions& options) {
  const auto clinics = CheckAll(options);
  if (!clinics.ok()) return Failed("check", clinics.status());
  std::cout << CheckText(*clinics);
  for (const auto& one : *clinics) {
    if (!one.part.violations.empty()) return kExitBroken;
  }
  return kExitOk;
}

int Prove(const LedgerOptions& options) {
  const auto clinics = ProveAll(options);
  if (!clinics.ok()) return Failed("prove", clinics.status());
  std::cout << (options.json ? LedgerJson(*clinics) : LedgerText(*clinics));
  for (const auto& one : *clinics) {
    if (!one.part.AddsUp()) return kExitBroken;
  }
  return kExitOk;
}

}  // namespace midstance::server

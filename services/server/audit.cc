#include <iostream>

#include "services/server/commands.h"
#include "services/server/config.h"
#include "services/server/exit_codes.h"
#include "services/server/open_store.h"
#include "storage/journal.h"

namespace midstance::server {

int Audit(const AuditOptions& options) {
  rpc::SystemRandom random;
  config::v1::ServerConfig config;
  config.set_data_directory(options.data_directory);
  absl::Status status = CompleteConfig(config);
  if (status.ok()) {
    const auto store = OpenStore(config, random, nullptr);
    status = store.status();
    if (status.ok()) {
      const auto verdict = storage::VerifyJournal(**store, options.clinic);
      status = verdict.status();
      if (status.ok() && verdict->first_bad.has_value()) {
        std::cout << "broken: entry " << *verdict->first_bad
                  << " is missing or does not follow from the one before\n";
        return kExitBroken;
      }
      if (status.ok()) {
        std::cout << "whole: " << verdict->entries << " entries\n";
        return kExitOk;
      }
    }
  }
  std::cerr << "midstanced audit: " << status.message() << '\n';
  return kExitStorage;
}

}  // namespace midstance::server

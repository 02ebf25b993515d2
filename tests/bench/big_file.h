#pragma once

#include <absl/status/status.h>

#include <cstdint>
#include <string>

#include "tests/bench/clinic.h"

namespace midstance::bench {

// Adds check-ins of further patients to the database file of a server that is stopped, until the
// file holds `total`: 60 for each patient, whose ids lie between those that are there. Every row is
// one that the server would have written: encoded by the storage layer's own code, with the rows of
// the patient, her case and care team, and one journal entry each with its digest, request key and
// kept reply. They are written in bulk, without the transactions and syncs that the server pays.
absl::Status GrowDatabase(const std::string& database, const Clinic& clinic, std::uint64_t present,
                          std::uint64_t total);

}  // namespace midstance::bench

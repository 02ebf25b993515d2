#pragma once

#include <absl/status/status.h>

#include <string>

#include "services/cases/engine/engines.h"
#include "storage/store.h"
#include "support/time.h"

// What has to be done when rules become active.
namespace midstance::jobs {

// Patients of each clinic and tick whom newly active rules are asked about.
inline constexpr int kMostPatients = 500;

// Keeps the rules that came with the server as a revision of the clinic's, and makes them active
// where nothing is, or where those of an older server are. What the clinic activated stays.
// One unit, "rule_set.ship" by "system/jobs"; none when they are kept already.
absl::Status KeepShipped(storage::Store& store, const cases::Engines& engines,
                         const std::string& clinic, Instant now);

// Asks rules that became active about every patient of the clinic, kMostPatients at a time, and
// writes what they find in the records that are there and when to ask again: one unit for each
// patient,
// "escalation.new_rules" by "system/jobs". How far it is stands in the store, so that a restart
// goes on where it was; when something could not be written, it begins anew at the end. Returns the
// first error; the others are asked about all the same.
absl::Status AskNewRules(storage::Store& store, const cases::Engines& engines,
                         const std::string& clinic, Instant now);

}  // namespace midstance::jobs

#pragma once

#include <absl/status/statusor.h>

#include <set>
#include <string>

#include "storage/store.h"

namespace midstance::ledger {

// The names of all escalations that were ever raised, as the clinic's journal tells: what became of
// their rows does not matter.
absl::StatusOr<std::set<std::string>> EverRaised(const storage::Reader& reader);

// The names of the clinic's users, whether they may still sign in or not.
absl::StatusOr<std::set<std::string>> PeopleOf(const storage::Reader& reader);

}  // namespace midstance::ledger

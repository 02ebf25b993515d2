#pragma once

#include <absl/status/statusor.h>

#include <string>

#include "storage/sql/session.h"

// What the store derives from the rows of a table is kept with the version of its derivation.
namespace midstance::storage::sql {

absl::StatusOr<bool> IsDerived(Session& session, const std::string& table, int version);
absl::Status KeepDerived(Session& session, const std::string& table, int version);

}  // namespace midstance::storage::sql

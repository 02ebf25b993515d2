#pragma once

#include <absl/status/status.h>

#include <span>
#include <string_view>

#include "storage/sql/engine.h"
#include "storage/sql/session.h"
#include "support/time.h"

namespace midstance::storage::sql {

struct Migration {
  int number;
  std::string_view name;
  std::string_view text;
};

// Every migration there is, in order. Compiled in; a file that landed never changes.
std::span<const Migration> AllMigrations();

// Brings the schema to the last migration, each in its own transaction. FAILED_PRECONDITION naming
// the migration when the store has one that is unknown here (a newer program made it) or whose text
// was altered; nothing is touched then.
absl::Status Migrate(Session& session, Engine& engine, std::span<const Migration> migrations,
                     Instant now);

// The number of the last applied migration, 0 for an empty store.
absl::StatusOr<int> SchemaVersion(Session& session);

}  // namespace midstance::storage::sql

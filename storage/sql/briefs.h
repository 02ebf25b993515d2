#pragma once

#include <absl/status/status.h>

#include <vector>

#include "storage/sql/engine.h"
#include "storage/sql/session.h"
#include "storage/table.h"

namespace midstance::storage::sql {

// Derives TableSpec::brief of every row anew, in one transaction, where the store has those of
// another version or, being older, none.
absl::Status RenewBriefs(Session& session, Engine& engine,
                         const std::vector<const TableSpec*>& tables);

}  // namespace midstance::storage::sql

#pragma once

#include <atomic>
#include <memory>

#include "storage/sql/engine.h"

namespace midstance::storage::testing {

// Which statement of the writer fails, and how. Counts down with every step; nothing fails at or
// below zero.
struct FaultPlan {
  std::atomic<int> until_failure = 0;
  sql::FailureKind kind = sql::FailureKind::kOther;
  // The engine loses its transaction with the failure, as SQLite does on a full disk.
  bool ends_transaction = false;
};

// `engine` with a writer whose statements fail by plan. `plan` outlives it.
std::unique_ptr<sql::Engine> MakeFaulty(std::unique_ptr<sql::Engine> engine, FaultPlan& plan);

}  // namespace midstance::storage::testing

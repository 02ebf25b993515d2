#pragma once

#include <memory>
#include <optional>
#include <string>

#include "storage/sql/engine.h"
#include "storage/sqlite/file_lock.h"
#include "storage/sqlite/settings.h"

namespace midstance::storage::sqlite {

struct EngineOptions {
  std::string file;  // empty: in memory
  std::string vfs;
  Synchronous synchronous = Synchronous::kFull;
  int long_log = 4000;
  sql::ErrorSink sink;
};

// FAILED_PRECONDITION when another process has the file.
absl::StatusOr<std::unique_ptr<sql::Engine>> MakeEngine(EngineOptions options);

// Of which only readers may be opened. Holds the file's lock if nobody else does.
// FAILED_PRECONDITION when there is no such file.
absl::StatusOr<std::unique_ptr<sql::Engine>> MakeReadingEngine(EngineOptions options);

}  // namespace midstance::storage::sqlite

#pragma once

#include <absl/status/status.h>

#include "storage/sqlite/sqlite_connection.h"

namespace midstance::storage::sqlite {

enum class Use { kWriter, kReader };
enum class Synchronous { kFull, kNormal };

// Sets what every connection of the store relies on, reads each setting back, and fails naming the
// first that did not hold: write-ahead log, full sync, foreign keys, no checkpoint but the
// writer's, erased deletions, no trust in the schema. `in_memory` has no log.
absl::Status ApplySettings(SqliteConnection& connection, Use use, bool in_memory,
                           Synchronous synchronous);

}  // namespace midstance::storage::sqlite

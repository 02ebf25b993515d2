#pragma once

#include <memory>

#include "storage/sqlite/sqlite_connection.h"

namespace midstance::storage::sqlite {

// Moves pages from the write-ahead log into the database file. Only the writer's connection
// checkpoints, and only on the writer's thread: two connections that write and checkpoint at one
// moment can corrupt a file in SQLite before 3.51.3.
class Checkpointer {
 public:
  Checkpointer(SqliteConnection& writer, std::unique_ptr<SqliteConnection> helper,
               sql::ErrorSink sink);

  void AfterCommit();
  void Idle();
  // Empties the log.
  void Close();

 private:
  static int CountFrames(void* self, sqlite3* handle, const char* schema, int frames);
  void Run(int mode);

  SqliteConnection& writer_;
  const std::unique_ptr<SqliteConnection> helper_;
  const sql::ErrorSink sink_;
  int frames_ = 0;
  int copied_ = 0;
};

}  // namespace midstance::storage::sqlite

#pragma once

#include <memory>

#include "storage/sqlite/file_syncer.h"
#include "storage/sqlite/sqlite_connection.h"

namespace midstance::storage::sqlite {

// Moves pages from the write-ahead log into the database file. Only the writer's connection
// checkpoints, and only on the writer's thread: two connections that write and checkpoint at one
// moment can corrupt a file in SQLite before 3.51.3.
//
// A checkpoint that reaches the end of the log syncs the database file, and every caller waits for
// that. So pages are copied in small steps that stop short of the end, because a snapshot held by
// `pin` is still there; another thread syncs the file; and only when the log is long and the file
// synced does one step go to the end, after which the next write begins the log anew.
class Checkpointer {
 public:
  // `long_log`: the log is finished and begun anew at about so many frames of 4 KiB.
  Checkpointer(SqliteConnection& writer, std::unique_ptr<SqliteConnection> pin,
               std::unique_ptr<SqliteConnection> sync, int long_log, sql::ErrorSink sink);

  // False when the disk refused a copy or a sync: nothing on it can be relied on until a restart
  // has read it again.
  bool AfterCommit();
  bool Idle();
  // Empties the log.
  void Close();

 private:
  static int CountFrames(void* self, sqlite3* handle, const char* schema, int frames);

  void Pin();
  void Unpin();
  void CopyStep();
  void Finish(int mode);
  void Run(int mode);

  SqliteConnection& writer_;
  const std::unique_ptr<SqliteConnection> pin_;
  FileSyncer syncer_;
  const int long_log_;
  const sql::ErrorSink sink_;
  int frames_ = 0;       // in the log
  int copied_ = 0;       // of them in the database file
  int synced_ = 0;       // of those when the last sync began
  bool ending_ = false;  // the sync before the step to the end is under way
  bool pinned_ = false;
  bool failed_ = false;
};

}  // namespace midstance::storage::sqlite

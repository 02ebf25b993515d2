#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "storage/sqlite/sqlite_connection.h"

namespace midstance::storage::sqlite {

// Syncs the database file on a thread of its own, so that a later sync by the writer finds little
// left to do. Through a connection's file handle: opening the file here would, on closing, drop
// SQLite's locks on it.
class FileSyncer {
 public:
  enum class State { kIdle, kSyncing, kFailed };

  explicit FileSyncer(std::unique_ptr<SqliteConnection> connection);
  FileSyncer(const FileSyncer&) = delete;
  FileSyncer& operator=(const FileSyncer&) = delete;
  ~FileSyncer();

  // From kIdle; back there when everything written before is on the disk.
  void Begin();
  State state() const;

 private:
  void Run();

  const std::unique_ptr<SqliteConnection> connection_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  State state_ = State::kIdle;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace midstance::storage::sqlite

#include "storage/sqlite/file_syncer.h"

#include <sqlite3.h>

#include <utility>

#include "support/thread_name.h"

namespace midstance::storage::sqlite {
namespace {

bool Sync(sqlite3* handle) {
  sqlite3_file* file = nullptr;
  if (sqlite3_file_control(handle, "main", SQLITE_FCNTL_FILE_POINTER, static_cast<void*>(&file)) !=
      SQLITE_OK) {
    return false;
  }
  return file->pMethods->xSync(file, SQLITE_SYNC_NORMAL) == SQLITE_OK;
}

}  // namespace

FileSyncer::FileSyncer(std::unique_ptr<SqliteConnection> connection)
    : connection_(std::move(connection)), thread_([this] { Run(); }) {}

FileSyncer::~FileSyncer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void FileSyncer::Begin() {
  {
    const std::lock_guard lock(mutex_);
    state_ = State::kSyncing;
  }
  wake_.notify_one();
}

FileSyncer::State FileSyncer::state() const {
  const std::lock_guard lock(mutex_);
  return state_;
}

void FileSyncer::Run() {
  NameThisThread("syncer");
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return stopping_ || state_ == State::kSyncing; });
    if (stopping_) return;
    lock.unlock();
    const bool synced = Sync(connection_->handle());
    lock.lock();
    state_ = synced ? State::kIdle : State::kFailed;
  }
}

}  // namespace midstance::storage::sqlite

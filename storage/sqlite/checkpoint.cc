#include "storage/sqlite/checkpoint.h"

#include <sqlite3.h>

#include <utility>

namespace midstance::storage::sqlite {
namespace {

constexpr int kMostFrames = 1000;

}  // namespace

Checkpointer::Checkpointer(SqliteConnection& writer, std::unique_ptr<SqliteConnection> helper,
                           sql::ErrorSink sink)
    : writer_(writer), helper_(std::move(helper)), sink_(std::move(sink)) {
  sqlite3_wal_hook(writer_.handle(), &CountFrames, this);
}

int Checkpointer::CountFrames(void* self, sqlite3*, const char*, int frames) {
  static_cast<Checkpointer*>(self)->frames_ = frames;
  return SQLITE_OK;
}

void Checkpointer::Run(int mode) {
  int in_log = 0;
  if (sqlite3_wal_checkpoint_v2(writer_.handle(), "main", mode, &in_log, &copied_) != SQLITE_OK) {
    writer_.NoteFailure();
    if (writer_.failure().kind != sql::FailureKind::kBusy) sink_(writer_.failure().text);
  }
}

void Checkpointer::AfterCommit() {
  if (frames_ >= kMostFrames) Run(SQLITE_CHECKPOINT_PASSIVE);
}

void Checkpointer::Idle() {
  if (frames_ > copied_) Run(SQLITE_CHECKPOINT_PASSIVE);
}

void Checkpointer::Close() {
  Run(SQLITE_CHECKPOINT_TRUNCATE);
  sqlite3_wal_hook(writer_.handle(), nullptr, nullptr);
}

}  // namespace midstance::storage::sqlite

#include "storage/sqlite/checkpoint.h"

#include <sqlite3.h>

#include <utility>

namespace midstance::storage::sqlite {
namespace {

// Parts of a long log. At its usual 4,000 frames a step copies 4 MiB and costs one sync of the log.
constexpr int kStepsPerLog = 4;
constexpr int kSyncsPerLog = 4;
// Then to the end, synced or not: the log stays below 64 MiB.
constexpr int kTooManyLogs = 3;

}  // namespace

Checkpointer::Checkpointer(SqliteConnection& writer, std::unique_ptr<SqliteConnection> pin,
                           std::unique_ptr<SqliteConnection> sync, int long_log,
                           sql::ErrorSink sink)
    : writer_(writer),
      pin_(std::move(pin)),
      syncer_(std::move(sync)),
      long_log_(long_log),
      sink_(std::move(sink)) {
  sqlite3_wal_hook(writer_.handle(), &CountFrames, this);
}

int Checkpointer::CountFrames(void* self, sqlite3*, const char*, int frames) {
  auto& checkpointer = *static_cast<Checkpointer*>(self);
  if (frames < checkpointer.frames_) checkpointer.copied_ = checkpointer.synced_ = 0;
  checkpointer.frames_ = frames;
  return SQLITE_OK;
}

// A snapshot begins with its first read.
void Checkpointer::Pin() {
  Unpin();
  pinned_ = pin_->Execute("BEGIN; SELECT count(*) FROM store_identity");
  if (!pinned_ && pin_->InTransaction()) pin_->Execute("ROLLBACK");
}

void Checkpointer::Unpin() {
  if (pinned_) pin_->Execute("COMMIT");
  pinned_ = false;
}

void Checkpointer::Run(int mode) {
  int in_log = 0;
  int copied = 0;
  const int result = sqlite3_wal_checkpoint_v2(writer_.handle(), "main", mode, &in_log, &copied);
  if (copied >= 0) copied_ = copied;
  // Busy: a reader stood in the way. Full: the log keeps what the file has no room for.
  if (result == SQLITE_OK || result == SQLITE_BUSY || result == SQLITE_FULL) return;
  writer_.NoteFailure();
  sink_(writer_.failure().text);
  failed_ = true;
}

void Checkpointer::CopyStep() {
  if (pinned_) Run(SQLITE_CHECKPOINT_PASSIVE);
  Pin();
}

void Checkpointer::Finish(int mode) {
  Unpin();
  Run(mode);
  ending_ = false;
}

bool Checkpointer::AfterCommit() {
  const FileSyncer::State sync = syncer_.state();
  if (sync == FileSyncer::State::kFailed) failed_ = true;
  if (failed_) return false;
  const bool synced = sync == FileSyncer::State::kIdle;
  if (frames_ >= kTooManyLogs * long_log_ || (ending_ && synced)) {
    Finish(SQLITE_CHECKPOINT_PASSIVE);
    return !failed_;
  }
  if (!pinned_ || frames_ - copied_ >= long_log_ / kStepsPerLog) CopyStep();
  if (synced && (frames_ >= long_log_ || copied_ - synced_ >= long_log_ / kSyncsPerLog)) {
    ending_ = frames_ >= long_log_;
    synced_ = copied_;
    syncer_.Begin();
  }
  return !failed_;
}

bool Checkpointer::Idle() {
  if (!failed_ && frames_ > copied_) Finish(SQLITE_CHECKPOINT_PASSIVE);
  return !failed_;
}

void Checkpointer::Close() {
  if (!failed_) Finish(SQLITE_CHECKPOINT_TRUNCATE);
  sqlite3_wal_hook(writer_.handle(), nullptr, nullptr);
}

}  // namespace midstance::storage::sqlite

#include "storage/sqlite/engine.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <filesystem>
#include <utility>

#include "storage/sqlite/checkpoint.h"
#include "support/status.h"

namespace midstance::storage::sqlite {
namespace {

void ReplaceAll(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

// The file belongs to its owner alone; its log and index take the same mode from it. Only before
// SQLite has it open: closing any descriptor of the file would drop SQLite's locks.
void CreatePrivate(const std::string& file) {
  const int descriptor = open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor >= 0) close(descriptor);
}

// Puts what an earlier process left in the log into the file, synced, and begins a new log. After a
// sync that failed, the system may hold pages of the log that never reached the disk: commits that
// were appended to them would be lost with them.
absl::Status SettleLog(SqliteConnection& writer, const sql::ErrorSink& sink) {
  // A connection that has read nothing yet copies nothing and says that all is well.
  if (writer.Execute("SELECT count(*) FROM sqlite_schema") &&
      sqlite3_wal_checkpoint_v2(writer.handle(), "main", SQLITE_CHECKPOINT_TRUNCATE, nullptr,
                                nullptr) == SQLITE_OK) {
    return absl::OkStatus();
  }
  writer.NoteFailure();
  sink(writer.failure().text);
  return absl::FailedPreconditionError("the store's log cannot be put into its file");
}

class SqliteEngine final : public sql::Engine {
 public:
  SqliteEngine(EngineOptions options, std::optional<FileLock> lock)
      : options_(std::move(options)), lock_(std::move(lock)) {}

  absl::StatusOr<std::unique_ptr<sql::Connection>> OpenWriter() override {
    if (!in_memory() && options_.vfs.empty()) CreatePrivate(options_.file);
    MIDSTANCE_ASSIGN_OR_RETURN(std::unique_ptr<SqliteConnection> writer, Open(Use::kWriter));
    if (!in_memory()) {
      MIDSTANCE_RETURN_IF_ERROR(SettleLog(*writer, options_.sink));
      MIDSTANCE_ASSIGN_OR_RETURN(std::unique_ptr<SqliteConnection> pin, Open(Use::kReader));
      MIDSTANCE_ASSIGN_OR_RETURN(std::unique_ptr<SqliteConnection> sync, Open(Use::kReader));
      checkpointer_ = std::make_unique<Checkpointer>(*writer, std::move(pin), std::move(sync),
                                                     options_.long_log, options_.sink);
    }
    return writer;
  }
  absl::StatusOr<std::unique_ptr<sql::Connection>> OpenReader() override {
    MIDSTANCE_ASSIGN_OR_RETURN(std::unique_ptr<SqliteConnection> reader, Open(Use::kReader));
    return reader;
  }
  bool one_connection() const override { return in_memory(); }

  std::string_view begin_write() const override { return "BEGIN IMMEDIATE"; }
  std::string_view begin_read() const override { return "BEGIN DEFERRED"; }

  std::string Translate(std::string_view migration) const override {
    std::string text(migration);
    ReplaceAll(text, "BIGINT", "INTEGER");
    ReplaceAll(text, "DOUBLE PRECISION", "REAL");
    ReplaceAll(text, "BYTEA", "BLOB");
    constexpr std::string_view kOpening = "/*sqlite ";
    for (std::size_t at = text.find(kOpening); at != std::string::npos;
         at = text.find(kOpening, at)) {
      text.erase(at, kOpening.size());
      text.erase(text.find("*/", at), 2);
    }
    return text;
  }

  absl::Status KeepCopy(sql::Connection& writer, int version) override {
    if (in_memory()) return absl::OkStatus();
    const std::string copy = options_.file + ".before-" + std::to_string(version + 1);
    std::error_code ignored;
    std::filesystem::remove(copy, ignored);
    const std::unique_ptr<sql::Statement> vacuum = writer.Prepare("VACUUM INTO $1");
    if (vacuum != nullptr) {
      vacuum->BindText(1, copy);
      if (vacuum->Next() == sql::Step::kDone) return absl::OkStatus();
    }
    options_.sink(writer.failure().text);
    return absl::FailedPreconditionError("cannot keep a copy of the store before migrating it: " +
                                         copy);
  }

  bool AfterCommit(sql::Connection&) override {
    return checkpointer_ == nullptr || checkpointer_->AfterCommit();
  }
  bool Idle(sql::Connection&) override { return checkpointer_ == nullptr || checkpointer_->Idle(); }
  void Closing(sql::Connection&) override {
    if (checkpointer_ == nullptr) return;
    checkpointer_->Close();
    checkpointer_.reset();
  }

 private:
  bool in_memory() const { return options_.file.empty(); }

  absl::StatusOr<std::unique_ptr<SqliteConnection>> Open(Use use) {
    const std::string file = in_memory() ? ":memory:" : options_.file;
    MIDSTANCE_ASSIGN_OR_RETURN(std::unique_ptr<SqliteConnection> connection,
                               SqliteConnection::Open({file, options_.vfs}, options_.sink));
    MIDSTANCE_RETURN_IF_ERROR(ApplySettings(*connection, use, in_memory(), options_.synchronous));
    return connection;
  }

  const EngineOptions options_;
  std::optional<FileLock> lock_;
  std::unique_ptr<Checkpointer> checkpointer_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<sql::Engine>> MakeEngine(EngineOptions options) {
  std::optional<FileLock> lock;
  if (!options.file.empty()) {
    MIDSTANCE_ASSIGN_OR_RETURN(FileLock taken, FileLock::Take(options.file + ".lock"));
    lock.emplace(std::move(taken));
  }
  return std::make_unique<SqliteEngine>(std::move(options), std::move(lock));
}

absl::StatusOr<std::unique_ptr<sql::Engine>> MakeReadingEngine(EngineOptions options) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(options.file, ignored)) {
    return absl::FailedPreconditionError("there is no store at " + options.file);
  }
  std::optional<FileLock> lock;
  if (auto taken = FileLock::Take(options.file + ".lock"); taken.ok()) {
    lock.emplace(*std::move(taken));
  }
  return std::make_unique<SqliteEngine>(std::move(options), std::move(lock));
}

}  // namespace midstance::storage::sqlite

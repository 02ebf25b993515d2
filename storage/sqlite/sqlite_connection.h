#pragma once

#include <SQLiteCpp/Database.h>
#include <absl/status/statusor.h>

#include <memory>
#include <string>

#include "storage/sql/connection.h"

namespace midstance::storage::sqlite {

// SQLite behind the seam, through SQLiteCpp. What SQLiteCpp throws ends here.
class SqliteConnection final : public sql::Connection {
 public:
  struct Options {
    std::string file;  // ":memory:" for a store without a file
    std::string vfs;   // empty: the default
  };
  static absl::StatusOr<std::unique_ptr<SqliteConnection>> Open(const Options& options,
                                                                const sql::ErrorSink& sink);

  std::unique_ptr<sql::Statement> Prepare(const std::string& sql) override;
  bool Execute(const std::string& script) override;
  bool InTransaction() override;
  const sql::Failure& failure() const override { return failure_; }
  void StopWhen(const std::function<bool()>* stop) override;

  sqlite3* handle() const { return database_.getHandle(); }
  // The first column of the first row as text; empty when there is none or on failure.
  std::string Ask(const std::string& sql);
  // Keeps what the engine says now as the failure.
  void NoteFailure();
  void NoteFailure(const SQLite::Exception& thrown);

 private:
  explicit SqliteConnection(SQLite::Database database) : database_(std::move(database)) {}

  SQLite::Database database_;
  sql::Failure failure_;
  const std::function<bool()>* stop_ = nullptr;
};

}  // namespace midstance::storage::sqlite

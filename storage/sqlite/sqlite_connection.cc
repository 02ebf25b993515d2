#include "storage/sqlite/sqlite_connection.h"

#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>
#include <sqlite3.h>

#include "support/status.h"

namespace midstance::storage::sqlite {
namespace {

using sql::FailureKind;
using sql::Step;

constexpr int kPrimaryCode = 0xFF;
// Instructions of SQLite's machine, far less than a millisecond.
constexpr int kBetweenQuestions = 500;

FailureKind KindOf(int extended_code) {
  switch (extended_code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
      return FailureKind::kUnique;
    case SQLITE_CONSTRAINT_FOREIGNKEY:
      return FailureKind::kForeignKey;
    default:
      break;
  }
  switch (extended_code & kPrimaryCode) {
    case SQLITE_CONSTRAINT:
    case SQLITE_TOOBIG:
    case SQLITE_MISMATCH:
      return FailureKind::kCheck;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return FailureKind::kBusy;
    case SQLITE_FULL:
      return FailureKind::kFull;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return FailureKind::kCorrupt;
    default:
      return FailureKind::kOther;
  }
}

// SQLite takes "$1" for a name, numbered by where it first appears; "?1" is the first value bound.
std::string WithNumberedParameters(std::string text) {
  for (char& character : text) {
    if (character == '$') character = '?';
  }
  return text;
}

class SqliteStatement final : public sql::Statement {
 public:
  SqliteStatement(SqliteConnection& connection, SQLite::Statement statement)
      : connection_(connection), statement_(std::move(statement)) {}

  void BindNull(int parameter) override {
    Guarded([&] { statement_.bind(parameter); });
  }
  void BindInteger(int parameter, std::int64_t value) override {
    Guarded([&] { statement_.bind(parameter, value); });
  }
  void BindReal(int parameter, double value) override {
    Guarded([&] { statement_.bind(parameter, value); });
  }
  void BindText(int parameter, const std::string& value) override {
    Guarded([&] { statement_.bindNoCopy(parameter, value); });
  }
  void BindBlob(int parameter, const std::string& value) override {
    Guarded(
        [&] { statement_.bindNoCopy(parameter, value.data(), static_cast<int>(value.size())); });
  }

  Step Next() override {
    if (bind_failed_) return Step::kFailed;
    switch (statement_.tryExecuteStep()) {
      case SQLITE_ROW:
        return Step::kRow;
      case SQLITE_DONE:
        return Step::kDone;
      default:
        connection_.NoteFailure();
        return Step::kFailed;
    }
  }

  bool IsNull(int column) override { return statement_.getColumn(column).isNull(); }
  std::int64_t Integer(int column) override { return statement_.getColumn(column).getInt64(); }
  double Real(int column) override { return statement_.getColumn(column).getDouble(); }
  std::string_view Bytes(int column) override {
    const SQLite::Column value = statement_.getColumn(column);
    const auto* bytes = static_cast<const char*>(value.getBlob());
    return {bytes, static_cast<std::size_t>(value.getBytes())};
  }
  std::int64_t Affected() override { return sqlite3_changes64(connection_.handle()); }

  void Reset() override {
    statement_.tryReset();
    Guarded([&] { statement_.clearBindings(); });
    bind_failed_ = false;
  }

 private:
  template <class Call>
  void Guarded(const Call& call) {
    try {
      call();
    } catch (const SQLite::Exception& thrown) {
      connection_.NoteFailure(thrown);
      bind_failed_ = true;
    }
  }

  SqliteConnection& connection_;
  SQLite::Statement statement_;
  bool bind_failed_ = false;
};

}  // namespace

absl::StatusOr<std::unique_ptr<SqliteConnection>> SqliteConnection::Open(
    const Options& options, const sql::ErrorSink& sink) {
  try {
    const int flags = SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE | SQLite::OPEN_NOMUTEX;
    SQLite::Database database(options.file, flags, 0, options.vfs);
    return std::unique_ptr<SqliteConnection>(new SqliteConnection(std::move(database)));
  } catch (const SQLite::Exception& thrown) {
    sink(thrown.what());
    return Error(midstance::v1::ERROR_REASON_STORE_UNAVAILABLE)
        .Because("the store's file cannot be opened");
  }
}

std::unique_ptr<sql::Statement> SqliteConnection::Prepare(const std::string& sql) {
  try {
    SQLite::Statement statement(database_, WithNumberedParameters(sql));
    return std::make_unique<SqliteStatement>(*this, std::move(statement));
  } catch (const SQLite::Exception& thrown) {
    NoteFailure(thrown);
    return nullptr;
  }
}

bool SqliteConnection::Execute(const std::string& script) {
  try {
    database_.exec(script);
    return true;
  } catch (const SQLite::Exception& thrown) {
    NoteFailure(thrown);
    return false;
  }
}

void SqliteConnection::StopWhen(const std::function<bool()>* stop) {
  stop_ = stop;
  const auto ask = [](void* self) {
    return (*static_cast<SqliteConnection*>(self)->stop_)() ? 1 : 0;
  };
  sqlite3_progress_handler(handle(), stop == nullptr ? 0 : kBetweenQuestions, ask, this);
}

bool SqliteConnection::InTransaction() { return sqlite3_get_autocommit(handle()) == 0; }

std::string SqliteConnection::Ask(const std::string& sql) {
  const std::unique_ptr<sql::Statement> statement = Prepare(sql);
  if (statement == nullptr || statement->Next() != Step::kRow) return {};
  return std::string(statement->Bytes(0));
}

void SqliteConnection::NoteFailure() {
  failure_ = {KindOf(sqlite3_extended_errcode(handle())), sqlite3_errmsg(handle())};
}

void SqliteConnection::NoteFailure(const SQLite::Exception& thrown) {
  failure_ = {KindOf(thrown.getExtendedErrorCode()), thrown.what()};
}

}  // namespace midstance::storage::sqlite

#include "storage/postgres/engine.h"

#include <utility>

#include "storage/postgres/postgres_connection.h"
#include "support/status.h"

namespace midstance::storage::postgres {
namespace {

class PostgresEngine final : public sql::Engine {
 public:
  PostgresEngine(std::string uri, sql::ErrorSink sink)
      : uri_(std::move(uri)), sink_(std::move(sink)) {}

  absl::StatusOr<std::unique_ptr<sql::Connection>> OpenWriter() override {
    MIDSTANCE_ASSIGN_OR_RETURN(std::unique_ptr<PostgresConnection> writer,
                               PostgresConnection::Open(uri_, sink_));
    const std::unique_ptr<sql::Statement> ask = writer->Prepare(
        "SELECT datcollate::text FROM pg_database WHERE datname = current_database()");
    if (ask == nullptr || ask->Next() != sql::Step::kRow ||
        (ask->Bytes(0) != "C" && !ask->Bytes(0).starts_with("C."))) {
      return absl::FailedPreconditionError(
          "the database must sort text byte by byte: create it with LC_COLLATE C");
    }
    return writer;
  }
  absl::StatusOr<std::unique_ptr<sql::Connection>> OpenReader() override {
    MIDSTANCE_ASSIGN_OR_RETURN(std::unique_ptr<PostgresConnection> reader,
                               PostgresConnection::Open(uri_, sink_));
    return reader;
  }
  bool one_connection() const override { return false; }

  std::string_view begin_write() const override { return "BEGIN ISOLATION LEVEL READ COMMITTED"; }
  std::string_view begin_read() const override {
    return "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
  }
  std::string Translate(std::string_view migration) const override {
    return std::string(migration);
  }
  // The operator's backup of the server is that copy.
  absl::Status KeepCopy(sql::Connection&, int) override { return absl::OkStatus(); }
  bool AfterCommit(sql::Connection&) override { return true; }
  bool Idle(sql::Connection&) override { return true; }
  void Closing(sql::Connection&) override {}

 private:
  const std::string uri_;
  const sql::ErrorSink sink_;
};

}  // namespace

std::unique_ptr<sql::Engine> MakeEngine(std::string uri, sql::ErrorSink sink) {
  return std::make_unique<PostgresEngine>(std::move(uri), std::move(sink));
}

}  // namespace midstance::storage::postgres

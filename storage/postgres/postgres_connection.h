#pragma once

#include <absl/status/statusor.h>

#include <memory>
#include <string>

#include "storage/sql/connection.h"

struct pg_conn;
struct pg_result;

namespace midstance::storage::postgres {

// PostgreSQL behind the seam, through libpq.
class PostgresConnection final : public sql::Connection {
 public:
  // `uri` as libpq takes it: "postgres://..." or "host=/run/postgresql dbname=midstance".
  static absl::StatusOr<std::unique_ptr<PostgresConnection>> Open(const std::string& uri,
                                                                  const sql::ErrorSink& sink);
  ~PostgresConnection() override;

  std::unique_ptr<sql::Statement> Prepare(const std::string& sql) override;
  bool Execute(const std::string& script) override;
  bool InTransaction() override;
  const sql::Failure& failure() const override { return failure_; }

  pg_conn* handle() const { return connection_; }
  // Keeps what `result` says as the failure.
  void NoteFailure(const pg_result* result);

 private:
  explicit PostgresConnection(pg_conn* connection) : connection_(connection) {}

  pg_conn* const connection_;
  int prepared_ = 0;
  sql::Failure failure_;
};

}  // namespace midstance::storage::postgres

#include "storage/postgres/postgres_connection.h"

#include <libpq-fe.h>

#include <cstring>
#include <string_view>
#include <utility>

#include "storage/postgres/postgres_statement.h"
#include "support/status.h"

namespace midstance::storage::postgres {
namespace {

using sql::FailureKind;

FailureKind KindOf(std::string_view sql_state) {
  static constexpr std::pair<std::string_view, FailureKind> kKinds[] = {
      {"23505", FailureKind::kUnique},      {"23503", FailureKind::kForeignKey},
      {"23", FailureKind::kCheck},          {"22", FailureKind::kCheck},
      {"40", FailureKind::kBusy},           {"55P03", FailureKind::kBusy},
      {"53100", FailureKind::kFull},        {"XX", FailureKind::kCorrupt},
      {"08", FailureKind::kConnectionLost}, {"57P", FailureKind::kConnectionLost},
  };
  for (const auto& [prefix, kind] : kKinds) {
    if (sql_state.starts_with(prefix)) return kind;
  }
  return FailureKind::kOther;
}

}  // namespace

absl::StatusOr<std::unique_ptr<PostgresConnection>> PostgresConnection::Open(
    const std::string& uri, const sql::ErrorSink& sink) {
  std::unique_ptr<PostgresConnection> opened(new PostgresConnection(PQconnectdb(uri.c_str())));
  if (PQstatus(opened->connection_) != CONNECTION_OK) {
    sink(PQerrorMessage(opened->connection_));
    return Error(midstance::v1::ERROR_REASON_STORE_UNAVAILABLE)
        .Because("the database does not answer");
  }
  PQsetNoticeProcessor(
      opened->connection_, [](void*, const char*) {}, nullptr);
  return opened;
}

PostgresConnection::~PostgresConnection() { PQfinish(connection_); }

std::unique_ptr<sql::Statement> PostgresConnection::Prepare(const std::string& sql) {
  const std::string name = "s" + std::to_string(++prepared_);
  const Result result(PQprepare(connection_, name.c_str(), sql.c_str(), 0, nullptr), &PQclear);
  if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) {
    NoteFailure(result.get());
    return nullptr;
  }
  return std::make_unique<PostgresStatement>(*this, name);
}

bool PostgresConnection::Execute(const std::string& script) {
  const Result result(PQexec(connection_, script.c_str()), &PQclear);
  const ExecStatusType status = PQresultStatus(result.get());
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return true;
  NoteFailure(result.get());
  return false;
}

bool PostgresConnection::InTransaction() {
  const PGTransactionStatusType status = PQtransactionStatus(connection_);
  return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}

void PostgresConnection::NoteFailure(const pg_result* result) {
  const char* sql_state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  failure_.kind = PQstatus(connection_) == CONNECTION_BAD || sql_state == nullptr
                      ? FailureKind::kConnectionLost
                      : KindOf(sql_state);
  failure_.text = PQerrorMessage(connection_);
}

}  // namespace midstance::storage::postgres

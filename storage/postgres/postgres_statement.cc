#include "storage/postgres/postgres_statement.h"

#include <bit>
#include <charconv>
#include <cstdlib>

#include "storage/postgres/postgres_connection.h"

namespace midstance::storage::postgres {
namespace {

// The server's numbers are big-endian.
std::uint64_t Unsigned(std::string_view bytes) {
  std::uint64_t number = 0;
  for (const char byte : bytes) number = (number << 8) | static_cast<unsigned char>(byte);
  return number;
}

}  // namespace

PostgresStatement::~PostgresStatement() {
  if (PQtransactionStatus(connection_.handle()) == PQTRANS_INERROR) return;
  const Result dropped(PQexec(connection_.handle(), ("DEALLOCATE " + name_).c_str()), &PQclear);
}

PostgresStatement::Parameter& PostgresStatement::At(int parameter) {
  const auto place = static_cast<std::size_t>(parameter);
  if (parameters_.size() < place) parameters_.resize(place);
  return parameters_[place - 1];
}

void PostgresStatement::BindInteger(int parameter, std::int64_t value) {
  Parameter& at = At(parameter);
  at = {nullptr, 0, false, std::to_string(value)};
}

void PostgresStatement::BindReal(int parameter, double value) {
  constexpr std::size_t kLongest = 64;
  std::string text(kLongest, '\0');
  text.resize(static_cast<std::size_t>(
      std::to_chars(text.data(), text.data() + text.size(), value).ptr - text.data()));
  At(parameter) = {nullptr, 0, false, text};
}

void PostgresStatement::BindText(int parameter, const std::string& value) {
  At(parameter) = {value.c_str(), static_cast<int>(value.size()), false, {}};
}

void PostgresStatement::BindBlob(int parameter, const std::string& value) {
  At(parameter) = {value.data(), static_cast<int>(value.size()), true, {}};
}

bool PostgresStatement::Execute() {
  std::vector<const char*> values;
  std::vector<int> sizes;
  std::vector<int> formats;
  for (const Parameter& parameter : parameters_) {
    values.push_back(parameter.text.empty() ? parameter.bytes : parameter.text.c_str());
    sizes.push_back(parameter.size);
    formats.push_back(parameter.binary ? 1 : 0);
  }
  result_.reset(PQexecPrepared(connection_.handle(), name_.c_str(), static_cast<int>(values.size()),
                               values.data(), sizes.data(), formats.data(), 1));
  const ExecStatusType status = PQresultStatus(result_.get());
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return true;
  connection_.NoteFailure(result_.get());
  return false;
}

sql::Step PostgresStatement::Next() {
  if (row_ < 0 && !Execute()) return sql::Step::kFailed;
  ++row_;
  return row_ < PQntuples(result_.get()) ? sql::Step::kRow : sql::Step::kDone;
}

bool PostgresStatement::IsNull(int column) { return PQgetisnull(result_.get(), row_, column) != 0; }

std::int64_t PostgresStatement::Integer(int column) {
  const std::string_view bytes = Bytes(column);
  if (bytes.size() == sizeof(std::int32_t)) return static_cast<std::int32_t>(Unsigned(bytes));
  return static_cast<std::int64_t>(Unsigned(bytes));
}

double PostgresStatement::Real(int column) {
  return std::bit_cast<double>(Unsigned(Bytes(column)));
}

std::string_view PostgresStatement::Bytes(int column) {
  return {PQgetvalue(result_.get(), row_, column),
          static_cast<std::size_t>(PQgetlength(result_.get(), row_, column))};
}

std::int64_t PostgresStatement::Affected() { return std::atoll(PQcmdTuples(result_.get())); }

void PostgresStatement::Reset() {
  result_.reset();
  row_ = -1;
  parameters_.clear();
}

}  // namespace midstance::storage::postgres

#pragma once

#include <libpq-fe.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "storage/sql/connection.h"

namespace midstance::storage::postgres {

class PostgresConnection;

using Result = std::unique_ptr<PGresult, decltype(&PQclear)>;

// Numbers go to the server as text, texts and blobs as their bytes; results come back binary.
class PostgresStatement final : public sql::Statement {
 public:
  PostgresStatement(PostgresConnection& connection, std::string name)
      : connection_(connection), name_(std::move(name)), result_(nullptr, &PQclear) {}
  ~PostgresStatement() override;

  void BindNull(int parameter) override { At(parameter) = {}; }
  void BindInteger(int parameter, std::int64_t value) override;
  void BindReal(int parameter, double value) override;
  void BindText(int parameter, const std::string& value) override;
  void BindBlob(int parameter, const std::string& value) override;

  sql::Step Next() override;
  bool IsNull(int column) override;
  std::int64_t Integer(int column) override;
  double Real(int column) override;
  std::string_view Bytes(int column) override;
  std::int64_t Affected() override;
  void Reset() override;

 private:
  struct Parameter {
    const char* bytes = nullptr;  // null: NULL
    int size = 0;
    bool binary = false;
    std::string text;  // numbers in words
  };

  Parameter& At(int parameter);
  bool Execute();

  PostgresConnection& connection_;
  const std::string name_;
  std::vector<Parameter> parameters_;
  Result result_;
  int row_ = -1;
};

}  // namespace midstance::storage::postgres

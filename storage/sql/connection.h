#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "storage/query.h"

// The driver seam: what one engine must be able to do. Statements are one text for every engine,
// with parameters $1, $2, ... that mean the first, the second, ... value bound, wherever and
// however often they stand.
//
// Nothing here throws. A call that fails leaves its class and the engine's own words in
// Connection::failure(); the words are for the error sink, never for a status.
namespace midstance::storage::sql {

enum class FailureKind {
  kUnique,
  kForeignKey,
  kCheck,
  kBusy,
  kFull,
  kCorrupt,
  kConnectionLost,
  kOther,
};

struct Failure {
  FailureKind kind = FailureKind::kOther;
  std::string text;
};

using ErrorSink = std::function<void(std::string_view)>;

enum class Step { kRow, kDone, kFailed };

// One prepared statement. Bytes that are bound must stay until the statement is reset; bytes that
// are read stay until the next step.
class Statement {
 public:
  virtual ~Statement() = default;

  virtual void BindNull(int parameter) = 0;
  virtual void BindInteger(int parameter, std::int64_t value) = 0;
  virtual void BindReal(int parameter, double value) = 0;
  virtual void BindText(int parameter, const std::string& value) = 0;
  virtual void BindBlob(int parameter, const std::string& value) = 0;

  virtual Step Next() = 0;
  virtual bool IsNull(int column) = 0;
  virtual std::int64_t Integer(int column) = 0;
  virtual double Real(int column) = 0;
  virtual std::string_view Bytes(int column) = 0;
  // Rows that the last execution changed.
  virtual std::int64_t Affected() = 0;
  // Ends the execution and forgets what was bound.
  virtual void Reset() = 0;

  void Bind(int parameter, const Value& value);
};

// One connection, used by one thread at a time.
class Connection {
 public:
  virtual ~Connection() = default;

  // Null when the text does not compile.
  virtual std::unique_ptr<Statement> Prepare(const std::string& sql) = 0;
  // One or several statements without parameters.
  virtual bool Execute(const std::string& script) = 0;
  // An engine may end a transaction by itself when the disk is full or the connection is lost.
  virtual bool InTransaction() = 0;
  virtual const Failure& failure() const = 0;
  // An engine that can asks `stop` now and then while a statement runs, which fails once it is
  // true. Lives until the next call; null: nothing stops.
  virtual void StopWhen(const std::function<bool()>* /*stop*/) {}
};

}  // namespace midstance::storage::sql

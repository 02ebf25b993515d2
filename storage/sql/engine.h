#pragma once

#include <absl/status/statusor.h>

#include <memory>
#include <string>
#include <string_view>

#include "storage/sql/connection.h"

namespace midstance::storage::sql {

// What one engine adds to its connections. Thread-safe where it says so.
class Engine {
 public:
  virtual ~Engine() = default;

  virtual absl::StatusOr<std::unique_ptr<Connection>> OpenWriter() = 0;
  // Thread-safe.
  virtual absl::StatusOr<std::unique_ptr<Connection>> OpenReader() = 0;
  // Reads use the writer's connection and take turns with it.
  virtual bool one_connection() const = 0;

  virtual std::string_view begin_write() const = 0;
  virtual std::string_view begin_read() const = 0;
  // The migration's text in this engine's words.
  virtual std::string Translate(std::string_view migration) const = 0;
  // Called before a store that holds data is migrated from schema `version`.
  virtual absl::Status KeepCopy(Connection& writer, int version) = 0;

  // Upkeep, on the writer's thread, outside of a transaction: after a commit, while its callers are
  // being answered, when nothing waits, and before the writer's connection closes. False: the disk
  // cannot be relied on any more.
  virtual bool AfterCommit(Connection& writer) = 0;
  virtual bool Idle(Connection& writer) = 0;
  virtual void Closing(Connection& writer) = 0;
};

}  // namespace midstance::storage::sql

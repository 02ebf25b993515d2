#pragma once

#include <absl/status/status.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "storage/sql/connection.h"

namespace midstance::storage::sql {

// A connection with its prepared statements. One thread at a time.
class Session {
  struct Slot {
    std::unique_ptr<Statement> statement;
    bool in_use = false;
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };

 public:
  // The use of one prepared statement; resets it at the end. Empty when the text did not compile.
  class Lease {
   public:
    Lease() = default;
    explicit Lease(Slot* slot) : slot_(slot), statement_(slot->statement.get()) {}
    explicit Lease(std::unique_ptr<Statement> own) : own_(std::move(own)), statement_(own_.get()) {}
    Lease(Lease&& other) noexcept
        : slot_(std::exchange(other.slot_, nullptr)),
          own_(std::move(other.own_)),
          statement_(std::exchange(other.statement_, nullptr)) {}
    Lease& operator=(Lease&&) = delete;
    ~Lease() {
      if (slot_ == nullptr) return;
      slot_->statement->Reset();
      slot_->in_use = false;
    }
    Statement* operator->() const { return statement_; }
    Statement& operator*() const { return *statement_; }
    explicit operator bool() const { return statement_ != nullptr; }

   private:
    Slot* slot_ = nullptr;
    std::unique_ptr<Statement> own_;
    Statement* statement_ = nullptr;
  };

  Session(std::unique_ptr<Connection> connection, ErrorSink sink)
      : connection_(std::move(connection)), sink_(std::move(sink)) {}

  // Empty also when it is time to stop.
  Lease Use(std::string_view sql);
  // Runs a statement that has neither parameters nor rows.
  bool Run(std::string_view sql);

  // From now on statements fail once `stop` is true; null: never. It lives until the next call.
  void StopWhen(const std::function<bool()>* stop);

  Connection& connection() { return *connection_; }
  FailureKind failure_kind() const { return connection_->failure().kind; }
  // DEADLINE_PASSED when it is time to stop. Else tells the sink what the engine said and returns
  // STORE_UNAVAILABLE, or INTERNAL for a failure that no wait can mend.
  absl::Status Failed() const;

 private:
  bool Stopped() const { return stop_ != nullptr && *stop_ && (*stop_)(); }

  std::unique_ptr<Connection> connection_;
  const std::function<bool()>* stop_ = nullptr;
  ErrorSink sink_;
  std::unordered_map<std::string, Slot, Hash, std::equal_to<>> statements_;
};

}  // namespace midstance::storage::sql

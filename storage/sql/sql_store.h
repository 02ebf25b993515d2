#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "storage/sql/engine.h"
#include "storage/sql/session.h"
#include "storage/sql/statements.h"
#include "storage/sql/write_loop.h"
#include "storage/store.h"

namespace midstance::storage::sql {

struct StoreOptions {
  int readers = 2;
  WriteOptions write;
  std::string new_id;  // the id of a store that is made now
  ErrorSink sink;
};

// The store over any engine. Opening migrates.
class SqlStore final : public Store {
 public:
  static absl::StatusOr<std::unique_ptr<Store>> Make(std::unique_ptr<Engine> engine,
                                                     StoreOptions options);
  // Without a writer; see OpenToRead. The engine has more than one connection.
  static absl::StatusOr<std::unique_ptr<Store>> MakeToRead(std::unique_ptr<Engine> engine,
                                                           StoreOptions options);
  ~SqlStore() override { Drain(); }

  using Store::Read;
  absl::Status Read(const std::string& clinic, const std::function<absl::Status(const Reader&)>& fn,
                    const std::function<bool()>& stop) override;
  absl::Status Submit(Submission submission) override;
  absl::StatusOr<std::pair<std::string, std::string>> FindByGlobalKey(
      const TableSpec& table, std::string_view key) override;
  absl::StatusOr<std::vector<std::string>> Clinics() override;
  void OnCommit(std::function<void(const std::string& clinic, std::int64_t change)> wake) override {
    if (write_loop_ != nullptr) write_loop_->OnCommit(std::move(wake));
  }
  const std::string& id() const override { return id_; }
  absl::Status CheckReady() override;
  void Drain() override {
    if (write_loop_ != nullptr) write_loop_->Drain();
  }
  StoreStats Stats() const override {
    return write_loop_ == nullptr ? StoreStats{} : write_loop_->stats();
  }

 private:
  SqlStore(std::unique_ptr<Engine> engine, StoreOptions options, std::unique_ptr<Session> writer);

  absl::Status Prepare();
  absl::Status OpenReaders();
  // Whether the store has an id: id_ then.
  absl::StatusOr<bool> ReadId(Session& session);
  absl::Status TakeId();
  // Runs `fn` inside a read transaction of some session.
  absl::Status WithSession(const std::function<absl::Status(Session&)>& fn,
                           const std::function<bool()>& stop = nullptr);
  absl::StatusOr<std::unique_ptr<Session>> Borrow();
  void GiveBack(std::unique_ptr<Session> session);

  std::unique_ptr<Engine> engine_;
  const StoreOptions options_;
  const Statements statements_;
  std::unique_ptr<Session> writer_;  // none in a store that is only read
  std::string id_;

  std::mutex turn_;  // the one connection of an engine that has only one
  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<std::unique_ptr<Session>> idle_;
  std::unique_ptr<WriteLoop> write_loop_;  // as writer_
};

}  // namespace midstance::storage::sql

#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "storage/store.h"

namespace midstance::rpc {

// For tests: a store with something that happens before each write, which may refuse it.
class HookedStore final : public storage::Store {
 public:
  explicit HookedStore(storage::Store& store) : store_(store) {}

  std::function<absl::Status()> before_write = [] { return absl::OkStatus(); };

  using storage::Store::Read;
  absl::Status Read(const std::string& clinic,
                    const std::function<absl::Status(const storage::Reader&)>& fn,
                    const std::function<bool()>& stop) override {
    return store_.Read(clinic, fn, stop);
  }
  absl::Status Submit(storage::Submission submission) override {
    if (absl::Status refused = before_write(); !refused.ok()) return refused;
    return store_.Submit(std::move(submission));
  }
  absl::StatusOr<std::pair<std::string, std::string>> FindByGlobalKey(
      const storage::TableSpec& table, std::string_view key) override {
    return store_.FindByGlobalKey(table, key);
  }
  absl::StatusOr<std::vector<std::string>> Clinics() override { return store_.Clinics(); }
  void OnCommit(std::function<void(const std::string&, std::int64_t)> wake) override {
    store_.OnCommit(std::move(wake));
  }
  const std::string& id() const override { return store_.id(); }
  absl::Status CheckReady() override { return store_.CheckReady(); }
  void Drain() override { store_.Drain(); }
  storage::StoreStats Stats() const override { return store_.Stats(); }

 private:
  storage::Store& store_;
};

}  // namespace midstance::rpc

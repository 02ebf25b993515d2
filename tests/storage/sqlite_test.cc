#include <gmock/gmock.h>

#include "sqlite_stores.h"
#include "store_factory.h"
#include "world.h"

namespace midstance::storage::testing {
namespace {

// A store with the folder that holds its file.
class StoreInFolder final : public Store {
 public:
  static absl::StatusOr<std::unique_ptr<Store>> Make() {
    auto made = std::make_unique<StoreInFolder>();
    MIDSTANCE_ASSIGN_OR_RETURN(made->store_,
                               Open(OptionsFor("sqlite:" + made->folder_.File("test.db"))));
    return made;
  }
  absl::Status Read(const std::string& clinic,
                    const std::function<absl::Status(const Reader&)>& fn) override {
    return store_->Read(clinic, fn);
  }
  absl::Status Submit(Submission submission) override {
    return store_->Submit(std::move(submission));
  }
  absl::StatusOr<std::pair<std::string, std::string>> FindByGlobalKey(
      const TableSpec& table, std::string_view key) override {
    return store_->FindByGlobalKey(table, key);
  }
  void OnCommit(std::function<void(const std::string&, std::int64_t)> wake) override {
    store_->OnCommit(std::move(wake));
  }
  const std::string& id() const override { return store_->id(); }
  absl::Status CheckReady() override { return store_->CheckReady(); }
  void Drain() override { store_->Drain(); }
  StoreStats Stats() const override { return store_->Stats(); }

 private:
  TemporaryFolder folder_;
  std::unique_ptr<Store> store_;
};

}  // namespace

std::vector<StoreFactory> Factories() {
  return {{"SqliteFile", &StoreInFolder::Make},
          {"SqliteMemory", [] { return Open(OptionsFor("sqlite::memory:")); }}};
}

}  // namespace midstance::storage::testing

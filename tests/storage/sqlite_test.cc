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
  absl::Status Read(const std::string& clinic, const std::function<absl::Status(const Reader&)>& fn,
                    const std::function<bool()>& stop) override {
    return store_->Read(clinic, fn, stop);
  }
  absl::Status Submit(Submission submission) override {
    return store_->Submit(std::move(submission));
  }
  absl::StatusOr<std::pair<std::string, std::string>> FindByGlobalKey(
      const TableSpec& table, std::string_view key) override {
    return store_->FindByGlobalKey(table, key);
  }
  absl::StatusOr<std::vector<std::string>> Clinics() override { return store_->Clinics(); }
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

TEST(SqliteReads, AStatementThatTakesTooLongEndsInItsMiddle) {
  TemporaryFolder folder;
  const auto store = Open(OptionsFor("sqlite:" + folder.File("test.db")));
  ASSERT_TRUE(store.ok()) << store.status();
  constexpr int kRows = 400;
  for (int i = 0; i < kRows; ++i) {
    ASSERT_TRUE(Insert(**store, APatient("p" + std::to_string(i))).ok());
  }
  int questions = 0;
  const absl::Status read = (*store)->Read(
      kClinic,
      [&](const Reader& reader) {
        return reader.List<midstance::v1::Patient>({.limit = kRows}).status();
      },
      [&questions] { return ++questions > 1; });
  EXPECT_EQ(ReasonOf(read), midstance::v1::ERROR_REASON_DEADLINE_PASSED);
}

}  // namespace midstance::storage::testing

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>

#include "sqlite_stores.h"
#include "tamper.h"
#include "world.h"

// A store that is only read, beside the one that writes.
namespace midstance::storage::testing {
namespace {

class ReadBeside : public ::testing::Test {
 protected:
  absl::StatusOr<std::unique_ptr<Store>> OpenReading() {
    return storage::OpenToRead(OptionsFor("sqlite:" + file_));
  }
  void OpenWriting() {
    auto opened = Open(OptionsFor("sqlite:" + file_));
    ASSERT_TRUE(opened.ok()) << opened.status();
    writing_ = *std::move(opened);
  }

  TemporaryFolder folder_;
  const std::string file_ = folder_.File("beside.db");
  std::unique_ptr<Store> writing_;
};

TEST_F(ReadBeside, SeesEachCommitAndKeepsNobodyFromWriting) {
  OpenWriting();
  ASSERT_TRUE(Insert(*writing_, APatient("p1")).ok());
  const auto reading = OpenReading();
  ASSERT_TRUE(reading.ok()) << reading.status();
  EXPECT_EQ((*reading)->id(), writing_->id());
  EXPECT_TRUE(Get<midstance::v1::Patient>(**reading, "patients/p1").ok());
  ASSERT_TRUE(Insert(*writing_, APatient("p2")).ok());
  EXPECT_TRUE(Get<midstance::v1::Patient>(**reading, "patients/p2").ok());
  const auto clinics = (*reading)->Clinics();
  ASSERT_TRUE(clinics.ok()) << clinics.status();
  EXPECT_EQ(*clinics, std::vector{kClinic});
  EXPECT_TRUE((*reading)->CheckReady().ok());
}

TEST_F(ReadBeside, RefusesToWrite) {
  OpenWriting();
  writing_.reset();
  const auto reading = OpenReading();
  ASSERT_TRUE(reading.ok()) << reading.status();
  EXPECT_EQ(ReasonOf(Insert(**reading, APatient("p1")).status()),
            midstance::v1::ERROR_REASON_STORE_UNAVAILABLE);
}

TEST_F(ReadBeside, HoldsAStoreAtRestUntilItIsDone) {
  OpenWriting();
  writing_.reset();
  auto reading = OpenReading();
  ASSERT_TRUE(reading.ok()) << reading.status();
  EXPECT_FALSE(Open(OptionsFor("sqlite:" + file_)).ok());
  reading->reset();
  EXPECT_TRUE(Open(OptionsFor("sqlite:" + file_)).ok());
}

TEST_F(ReadBeside, MakesNoStoreAndMigratesNone) {
  EXPECT_EQ(OpenReading().status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_FALSE(std::filesystem::exists(file_));
  OpenWriting();
  writing_.reset();
  Tamper(file_, "DELETE FROM schema_migrations WHERE number > 1");
  EXPECT_EQ(OpenReading().status().code(), absl::StatusCode::kFailedPrecondition);
}

}  // namespace
}  // namespace midstance::storage::testing

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <string>

#include "tests/api/builders.h"
#include "tests/api/watcher.h"
#include "tests/storage/sqlite_stores.h"
#include "tests/storage/tamper.h"

namespace midstance::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// A Watch over a change log that somebody changed in the file.
class BrokenLog : public ::testing::Test {
 protected:
  BrokenLog() {
    Watcher watcher(clinic_.server(), lena_, WatchExisting({"CheckIn"}));
    watcher.UntilQuiet();
    token_ = watcher.token();
    Record();
    first_ = LastChange();
    Record();
  }
  void Record() { clinic_.CheckIn(lena_, case_, QuietKnee()); }
  std::int64_t LastChange() {
    std::int64_t last = 0;
    const auto read = clinic_.server().application().store().Read(
        "harbour", [&](const storage::Reader& reader) -> absl::Status {
          MIDSTANCE_ASSIGN_OR_RETURN(last, reader.LastChange());
          return absl::OkStatus();
        });
    EXPECT_TRUE(read.ok()) << read;
    return last;
  }

  storage::testing::TemporaryFolder folder_;
  const std::string file_ = folder_.File("clinic.db");
  Clinic clinic_{ServerOptions{.uri = "sqlite:" + file_}};
  const std::string lena_ = clinic_.Clinician("lena");
  const std::string case_ = clinic_.ARunner(lena_);
  std::string token_;
  std::int64_t first_ = 0;  // what comes next behind the token
};

TEST_F(BrokenLog, AnUnreadableEntryTellsItsCauseToTheLogAndNotToTheCaller) {
  storage::testing::GarbleResources(file_, first_);
  Watcher broken(clinic_.server(), lena_, WatchFrom(token_));
  EXPECT_EQ(broken.Code(), grpc::StatusCode::INTERNAL);
  EXPECT_EQ(broken.Reason(), "INTERNAL");
  EXPECT_THAT(broken.Message(), Not(HasSubstr("unreadable")));
  EXPECT_THAT(clinic_.server().Log(), HasSubstr("\"cause\":\"a journal entry is unreadable\""));
}

TEST_F(BrokenLog, AMissingEntryIsNotPassedOverInSilence) {
  storage::testing::RemoveEntry(file_, first_);
  Watcher broken(clinic_.server(), lena_, WatchFrom(token_));
  EXPECT_EQ(broken.Code(), grpc::StatusCode::OUT_OF_RANGE);
  EXPECT_EQ(broken.Reason(), "RESUME_TOKEN_EXPIRED");
}

}  // namespace
}  // namespace midstance::testing

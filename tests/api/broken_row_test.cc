#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "midstance/v1/session_service.pb.h"
#include "tests/api/builders.h"
#include "tests/api/watcher.h"
#include "tests/storage/tamper.h"
#include "tests/support/temporary_folder.h"

namespace midstance::testing {
namespace {

// A row that cannot be read is no fact about what it holds.
class BrokenRow : public ::testing::Test {
 protected:
  TemporaryFolder folder_;
  const std::string file_ = folder_.File("clinic.db");
};

TEST_F(BrokenRow, OfAFlagEndsAWatchAndIsNotToldAsDeleted) {
  Clinic clinic({.uri = "sqlite:" + file_});
  const auto lena = clinic.Clinician("lena");
  const auto a_case = clinic.ARunner(lena);
  std::string token;
  {
    Watcher watcher(clinic.server(), lena, WatchExisting({"Escalation"}));
    watcher.UntilQuiet();
    token = watcher.token();
  }
  clinic.CheckIn(lena, a_case, HotKnee());
  storage::testing::GarbleRows(file_, "escalations");
  Watcher broken(clinic.server(), lena, WatchFrom(token, {"Escalation"}));
  EXPECT_FALSE(broken.Next().has_value());
  EXPECT_EQ(broken.Code(), grpc::StatusCode::INTERNAL);
}

TEST_F(BrokenRow, OfASessionDoesNotSayThatItEnded) {
  std::string lena;
  {
    Clinic clinic({.uri = "sqlite:" + file_});
    lena = clinic.Clinician("lena");
  }
  storage::testing::GarbleRows(file_, "sessions");
  Clinic clinic({.uri = "sqlite:" + file_, .seed = 2, .new_clinic = false});
  const Result result = clinic.Try(lena, "SessionService/GetSelf", v1::GetSelfRequest());
  EXPECT_EQ(result.reason, "INTERNAL");
}

}  // namespace
}  // namespace midstance::testing

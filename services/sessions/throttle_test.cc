#include "services/sessions/throttle.h"

#include <gtest/gtest.h>

#include <string>

#include "google/rpc/error_details.pb.h"
#include "support/status.h"

namespace midstance::sessions {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

const Instant kNow = FromMicros(1'740'819'600'000'000);

// How long the refusal tells to wait, in seconds; 0 when the try is free.
std::int64_t WaitOf(const absl::Status& status) {
  if (status.ok()) return 0;
  EXPECT_EQ(ReasonOf(status), v1::ERROR_REASON_RATE_LIMITED);
  for (const auto& [type, bytes] : DetailsOf(status)) {
    google::rpc::RetryInfo info;
    if (type.ends_with("google.rpc.RetryInfo") && info.ParseFromString(bytes))
      return info.retry_delay().seconds();
  }
  return -1;
}

TEST(SignInThrottle, FiveTriesAreFreeAndTheNextWaits) {
  SignInThrottle throttle;
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(throttle.Try("anna", kNow).ok());
  EXPECT_EQ(WaitOf(throttle.Try("anna", kNow)), 30);
  EXPECT_EQ(WaitOf(throttle.Try("anna", kNow + seconds{29})), 1);
  EXPECT_TRUE(throttle.Try("anna", kNow + seconds{30}).ok());
}

TEST(SignInThrottle, EveryFurtherTryWaitsTwiceAsLongUpTo15Minutes) {
  SignInThrottle throttle;
  Instant now = kNow;
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(throttle.Try("anna", now).ok());
  for (const int expected : {30, 60, 120, 240, 480, 900, 900, 900}) {
    EXPECT_EQ(WaitOf(throttle.Try("anna", now)), expected);
    now += seconds{expected};
    EXPECT_TRUE(throttle.Try("anna", now).ok());
  }
}

TEST(SignInThrottle, ARefusedTryDoesNotProlongTheWait) {
  SignInThrottle throttle;
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(throttle.Try("anna", kNow).ok());
  for (int i = 0; i < 100; ++i) EXPECT_FALSE(throttle.Try("anna", kNow + seconds{i % 30}).ok());
  EXPECT_TRUE(throttle.Try("anna", kNow + seconds{30}).ok());
}

TEST(SignInThrottle, ASuccessOrAnHourStartsAfresh) {
  SignInThrottle throttle;
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(throttle.Try("anna", kNow).ok());
  throttle.Succeeded("anna");
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(throttle.Try("anna", kNow).ok());
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(throttle.Try("anna", kNow + minutes{60}).ok());
  EXPECT_FALSE(throttle.Try("anna", kNow + minutes{60}).ok());
}

TEST(SignInThrottle, NamesAreCountedApart) {
  SignInThrottle throttle;
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(throttle.Try("anna", kNow).ok());
  EXPECT_TRUE(throttle.Try("ben", kNow).ok());
}

TEST(SignInThrottle, AFullTableForgetsTheNameTriedLongestAgo) {
  SignInThrottle throttle(2);
  EXPECT_TRUE(throttle.Try("early", kNow).ok());
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(throttle.Try("anna", kNow + seconds{1}).ok());
  EXPECT_TRUE(throttle.Try("late", kNow + seconds{2}).ok());
  EXPECT_FALSE(throttle.Try("anna", kNow + seconds{3}).ok());
  EXPECT_TRUE(throttle.Try("later", kNow + seconds{3}).ok());
  EXPECT_TRUE(throttle.Try("anna", kNow + seconds{4}).ok());
}

}  // namespace
}  // namespace midstance::sessions

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "services/checkins/fixture.h"

// Whether a flag is raised depends on what was found and when, not on when and in which order the
// calls that tell of it are admitted and committed.
namespace midstance::checkins {
namespace {

using ::testing::SizeIs;
using v1::Advice;
using namespace std::chrono_literals;

class OrderOfEntry : public CheckIns {
 protected:
  v1::RecordCheckInRequest Observed(v1::RecordCheckInRequest request, Instant at) {
    *request.mutable_check_in()->mutable_occurred_time() = TimestampOf(at);
    return request;
  }
};

TEST_F(OrderOfEntry, AFlagFromAPhoneWhoseClockIsAheadIsRaisedAtOnce) {
  const auto answer = Record(Observed(Hot(), tester_.now + 60s));
  ASSERT_THAT(answer.escalations(), SizeIs(1));
  EXPECT_EQ(answer.advice().level(), Advice::LEVEL_EMERGENCY);
  EXPECT_EQ(InstantOf(answer.check_in().occurred_time()), tester_.now + 60s);
  const auto& evidence = answer.escalations(0).firings(0).result().evidence(0);
  EXPECT_EQ(InstantOf(evidence.observed_time()), tester_.now);
}

}  // namespace
}  // namespace midstance::checkins

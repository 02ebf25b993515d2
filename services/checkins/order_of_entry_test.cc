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
using v1::Escalation;
using namespace std::chrono_literals;

class OrderOfEntry : public CheckIns {
 protected:
  v1::RecordCheckInRequest Observed(v1::RecordCheckInRequest request, Instant at) {
    *request.mutable_check_in()->mutable_occurred_time() = TimestampOf(at);
    return request;
  }
  void Resolve(const std::string& name) {
    auto escalation = *tester_.Find<Escalation>(name);
    escalation.set_state(Escalation::STATE_RESOLVED);
    *escalation.mutable_resolution()->mutable_resolve_time() = TimestampOf(tester_.now);
    ASSERT_TRUE(
        tester_.Write([&](storage::Writer& w) { return w.Update(escalation, tester_.now); }).ok());
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

TEST_F(OrderOfEntry, ACallCommittedAfterALaterOneSeesWhatThatOneEntered) {
  const Instant admitted = tester_.now;
  tester_.now = admitted + 1ms;
  Record(Swollen());
  tester_.now = admitted;
  const auto answer = Record(Observed(Swollen(), admitted - 8 * kDay));
  ASSERT_THAT(answer.escalations(), SizeIs(1));
  const auto& escalation = answer.escalations(0);
  EXPECT_EQ(InstantOf(escalation.raised_time()), admitted + 1ms);
  EXPECT_EQ(escalation.due_time().seconds() - escalation.raised_time().seconds(), 14 * 86400);
  EXPECT_EQ(escalation.raised_time().nanos(), answer.evaluation().as_of().nanos());
}

TEST_F(OrderOfEntry, ACheckInAdmittedBeforeAResolutionThatWasCommittedFirstIsNews) {
  const auto open = Record(Hot()).escalations(0);
  const Instant admitted = tester_.now + 1h;
  tester_.now = admitted + 5ms;
  Resolve(open.name());
  tester_.now = admitted;
  const auto answer = Record(Hot());
  ASSERT_THAT(answer.escalations(), SizeIs(1));
  EXPECT_NE(answer.escalations(0).name(), open.name());
  EXPECT_EQ(answer.advice().level(), Advice::LEVEL_EMERGENCY);
}

}  // namespace
}  // namespace midstance::checkins

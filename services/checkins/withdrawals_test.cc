#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/checkins/fixture.h"

// A record that is amended or retracted is as if it had never been: what it hid is raised, what it
// carried waits for a person, and what a person answered stays answered.
namespace midstance::checkins {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;
using v1::Escalation;

class Withdrawals : public CheckIns {
 protected:
  v1::RecordCheckInResponse OnDay(int day, const v1::RecordCheckInRequest& request) {
    GoTo(day);
    return Record(request);
  }
  void GoTo(int day) { tester_.now = start_ + day * kDay; }
  Escalation Now(const Escalation& flag) { return *tester_.Find<Escalation>(flag.name()); }
  // Swollen for two weeks, with a denial by mistake in between: returns the denial.
  v1::CheckIn TwoWeeksWithADenial() {
    OnDay(0, Swollen());
    flag_ = OnDay(7, Swollen()).escalations(0);
    const auto denial = OnDay(10, OnKnee("swelling", 0)).check_in();
    OnDay(14, Swollen());
    EXPECT_EQ(Now(flag_).urgency(), rules::v1::SOON);
    return denial;
  }

  const Instant start_ = tester_.now;
  Escalation flag_;
};

v1::RecordCheckInRequest Red() {
  auto request = OnKnee("move_difficulty", 0);
  Add(request, "redness", v1::ANSWER_PRESENT);
  return request;
}

TEST_F(Withdrawals, RetractingADenialRaisesTheMoreUrgentFlagThatItHidFromWhoResolved) {
  const auto denial = TwoWeeksWithADenial();
  GoTo(15);
  Resolve(flag_.name());
  GoTo(16);
  const auto answer = Retract(denial);
  ASSERT_THAT(answer.escalations(), SizeIs(1));
  EXPECT_EQ(answer.escalations(0).urgency(), rules::v1::URGENT);
  EXPECT_NE(answer.escalations(0).name(), flag_.name());
}

TEST_F(Withdrawals, AmendingADenialIntoSilenceRaisesTheMoreUrgentFlagThatItHidFromWhoResolved) {
  const auto denial = TwoWeeksWithADenial();
  GoTo(15);
  Resolve(flag_.name());
  GoTo(16);
  const auto answer = Amend(denial, OnKnee("worst_nprs", 2).check_in());
  ASSERT_THAT(answer.escalations(), SizeIs(1));
  EXPECT_EQ(answer.escalations(0).urgency(), rules::v1::URGENT);
}

TEST_F(Withdrawals, RetractingADenialUpgradesAnOpenFlagByWhatHeldUntilALaterDenial) {
  const auto denial = TwoWeeksWithADenial();
  OnDay(16, OnKnee("swelling", 0));
  const auto answer = Retract(denial);
  ASSERT_THAT(answer.escalations(), SizeIs(1));
  EXPECT_EQ(answer.escalations(0).name(), flag_.name());
  EXPECT_EQ(answer.escalations(0).urgency(), rules::v1::URGENT);
}

TEST_F(Withdrawals, RetractingALaterDenialRaisesNothingThatWasAnsweredBeforeIt) {
  OnDay(0, Swollen());
  const auto flag = OnDay(14, Swollen()).escalations(0);
  GoTo(15);
  Resolve(flag.name());
  const auto denial = OnDay(20, OnKnee("swelling", 0)).check_in();
  GoTo(21);
  EXPECT_THAT(Retract(denial).escalations(), IsEmpty());
}

TEST_F(Withdrawals, WhatIsLeftOfAResolvedFlagIsNotRaised) {
  auto three_days = Swollen();
  auto& days = *three_days.mutable_check_in()->mutable_reports(0)->add_observations();
  days.set_code("swelling_days");
  days.set_number(3);
  const auto first = OnDay(0, Swollen()).check_in();
  const auto flag = OnDay(7, three_days).escalations(0);
  GoTo(8);
  Resolve(flag.name());
  GoTo(9);
  EXPECT_THAT(Retract(first).escalations(), IsEmpty());
}

TEST_F(Withdrawals, AnEmergencyWhoseEvidenceIsGoneWaitsForAPersonAlthoughALesserRuleHolds) {
  OnDay(0, Red());
  const auto hot = OnDay(1, Hot());
  GoTo(2);
  const auto answer = Retract(hot.check_in());
  ASSERT_THAT(answer.escalations(), SizeIs(1));
  EXPECT_EQ(answer.escalations(0).state(), Escalation::STATE_EVIDENCE_CHANGED);
  EXPECT_EQ(answer.escalations(0).urgency(), rules::v1::EMERGENCY);

  GoTo(3);
  Record(OnKnee("worst_nprs", 2));
  EXPECT_EQ(Now(answer.escalations(0)).state(), Escalation::STATE_EVIDENCE_CHANGED);
}

TEST_F(Withdrawals, AnEmergencyThatComesAgainAfterItsRecordWasRetractedIsToldAsThat) {
  const auto hot = OnDay(1, Hot());
  GoTo(2);
  const auto retracted = Retract(hot.check_in());
  ASSERT_THAT(retracted.escalations(), SizeIs(1));
  OnDay(3, Hot());
  const auto again = Now(retracted.escalations(0));
  EXPECT_EQ(again.state(), Escalation::STATE_OPEN);
  EXPECT_EQ(again.history().rbegin()->kind(), Escalation::Event::KIND_REOPENED);
}

TEST_F(Withdrawals, AnEmergencyThatWasAmendedToLessWaitsForAPerson) {
  const auto hot = OnDay(0, Hot());
  GoTo(1);
  const auto answer = Amend(hot.check_in(), Red().check_in());
  ASSERT_THAT(answer.escalations(), SizeIs(1));
  EXPECT_EQ(answer.escalations(0).name(), hot.escalations(0).name());
  EXPECT_EQ(answer.escalations(0).state(), Escalation::STATE_EVIDENCE_CHANGED);
  EXPECT_EQ(answer.escalations(0).urgency(), rules::v1::EMERGENCY);
}

TEST_F(Withdrawals, AnEmergencyThatAnotherRecordCarriesStaysOpen) {
  OnDay(0, Hot());
  const auto again = OnDay(1, Hot());
  GoTo(2);
  Retract(again.check_in());
  EXPECT_EQ(Now(again.escalations(0)).state(), Escalation::STATE_OPEN);
}

}  // namespace
}  // namespace midstance::checkins

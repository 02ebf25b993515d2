#include "services/delivery/delivery_testing.h"

namespace midstance::delivery {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Event = v1::Escalation::Event;

// Notices of a flag that lost its evidence and came again.
class OutboxAgain : public Deliveries {
 protected:
  OutboxAgain() { MakeNotices(); }

  void LosesItsEvidence(v1::Escalation& flag) {
    Pass(minutes{5});
    flag = Found(flag);
    flag.set_state(v1::Escalation::STATE_EVIDENCE_CHANGED);
    AddEvent(Event::KIND_EVIDENCE_CHANGED, "", flag);
    Change(flag);
    MakeNotices();
  }
  void ComesAgain(v1::Escalation& flag) {
    Pass(hours{6});
    flag = Found(flag);
    flag.set_state(v1::Escalation::STATE_OPEN);
    AddEvent(Event::KIND_REOPENED, "", flag);
    Change(flag);
    MakeNotices();
  }
};

TEST_F(OutboxAgain, AnAlarmThatComesAgainAfterItWasAnsweredIsToldAgain) {
  auto flag = Raise("swelling");
  MakeNotices();
  SendMails();
  Pass(minutes{1});
  Acknowledge(flag);
  LosesItsEvidence(flag);
  EXPECT_THAT(By(v1::Delivery::CHANNEL_MAIL), SizeIs(1));
  ComesAgain(flag);
  ASSERT_THAT(By(v1::Delivery::CHANNEL_MAIL), SizeIs(2));
  SendMails();
  ASSERT_THAT(mail_.sent, SizeIs(2));
  EXPECT_EQ(mail_.sent[1].subject, "Midstance: something urgent waits for you again");
  EXPECT_THAT(mail_.sent[1].text, HasSubstr("found again on"));
}

TEST_F(OutboxAgain, ANoticeThatStillWaitsGivesWayToTheOneThatSaysSo) {
  auto flag = Raise("swelling");
  MakeNotices();
  LosesItsEvidence(flag);
  ComesAgain(flag);
  SendMails();
  EXPECT_THAT(mail_.sent, SizeIs(1));
}

TEST_F(OutboxAgain, WhatCanWaitForTheNextLookIsNotMailedThenEither) {
  auto flag = Raise("swelling", rules::v1::SOON);
  LosesItsEvidence(flag);
  ComesAgain(flag);
  EXPECT_THAT(All(), IsEmpty());
}

}  // namespace
}  // namespace midstance::delivery

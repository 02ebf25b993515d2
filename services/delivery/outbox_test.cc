#include "services/delivery/outbox.h"

#include <thread>

#include "services/delivery/delivery_testing.h"
#include "services/jobs/late.h"

namespace midstance::delivery {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;
using Event = v1::Escalation::Event;

class OutboxTest : public Deliveries {
 protected:
  // The clinic is there already when notices begin.
  OutboxTest() { MakeNotices(); }

  std::vector<std::string> Recipients() {
    std::vector<std::string> recipients;
    for (const auto& delivery : All()) recipients.push_back(delivery.recipient());
    return recipients;
  }
  void SetOnCareTeam(const std::vector<std::string>& users) {
    auto patient = *tester_.Find<v1::Patient>("patients/p");
    patient.clear_care_team();
    for (const auto& user : users) patient.add_care_team(user);
    Change(patient);
  }
  storage::v1::DeliveryCursor Cursor() {
    return *tester_.Find<storage::v1::DeliveryCursor>(kCursor);
  }
};

TEST_F(OutboxTest, AnUrgentAlarmGoesToTheCasesClinicianByEveryChannel) {
  const auto flag = Raise("swelling");
  MakeNotices();
  ASSERT_THAT(All(), SizeIs(2));
  for (const auto& delivery : All()) {
    EXPECT_EQ(delivery.kind(), v1::Delivery::KIND_NOTICE);
    EXPECT_EQ(delivery.state(), v1::Delivery::STATE_WAITING);
    EXPECT_EQ(delivery.recipient(), "users/anna");
    EXPECT_EQ(delivery.about(), flag.name());
    EXPECT_EQ(InstantOf(delivery.next_attempt_time()), tester_.now);
  }
  EXPECT_THAT(By(v1::Delivery::CHANNEL_MAIL), SizeIs(1));
  EXPECT_THAT(By(v1::Delivery::CHANNEL_FOLDER), SizeIs(1));
}

TEST_F(OutboxTest, WhatCanWaitForTheNextLookIsNotMailed) {
  Raise("swelling", rules::v1::SOON);
  Raise("night-pain", rules::v1::WATCH);
  MakeNotices();
  EXPECT_THAT(All(), IsEmpty());
}

TEST_F(OutboxTest, WhoMayNotSignInIsPassedOver) {
  SetAddress("users/lea", "lea@clinic.example");
  Disable("users/anna");
  Raise("swelling", rules::v1::EMERGENCY);
  MakeNotices();
  EXPECT_THAT(Recipients(), ElementsAre("users/lea", "users/lea"));
}

TEST_F(OutboxTest, WhoTookItOverAndDoesNotSeeThePatientAnyMoreIsPassedOver) {
  SetOnCareTeam({"users/anna", "users/ben"});
  auto flag = Raise("swelling", rules::v1::SOON);
  flag.set_responsible("users/ben");
  Change(flag);
  SetOnCareTeam({"users/anna"});
  flag = Found(flag);
  flag.set_urgency(rules::v1::EMERGENCY);
  AddEvent(Event::KIND_UPGRADED, "", flag);
  Change(flag);
  MakeNotices();
  EXPECT_THAT(Recipients(), ElementsAre("users/anna", "users/anna"));
}

TEST_F(OutboxTest, ACasesClinicianWhoDoesNotSeeThePatientIsPassedOver) {
  SetOnCareTeam({"users/ben"});
  Raise("swelling", rules::v1::EMERGENCY);
  MakeNotices();
  EXPECT_THAT(Recipients(), ElementsAre("users/lea"));  // who has no address: by the folder alone
}

TEST_F(OutboxTest, ACasesClinicianWhoBecameAnAuditorIsPassedOver) {
  auto anna = *tester_.Find<v1::User>("users/anna");
  anna.clear_roles();
  anna.add_roles(options::v1::ROLE_AUDITOR);
  Change(anna);
  Raise("swelling", rules::v1::EMERGENCY);
  MakeNotices();
  EXPECT_THAT(Recipients(), ElementsAre("users/lea"));  // who has no address: by the folder alone
}

TEST_F(OutboxTest, OneThatWasHandedOverBeforeItRoseGoesToWhoHasIt) {
  SetOnCareTeam({"users/anna", "users/ben"});
  auto flag = Raise("swelling", rules::v1::SOON);
  flag.set_responsible("users/ben");
  flag.set_urgency(rules::v1::EMERGENCY);
  AddEvent(Event::KIND_UPGRADED, "", flag);
  Change(flag);
  MakeNotices();
  EXPECT_THAT(Recipients(), ElementsAre("users/ben"));  // who has no address: by the folder alone
}

TEST_F(OutboxTest, WhatRoseIsToldOnceAsWhatItIsNow) {
  auto flag = Raise("swelling", rules::v1::SOON);
  flag.set_urgency(rules::v1::URGENT);
  AddEvent(Event::KIND_UPGRADED, "", flag);
  Change(flag);
  MakeNotices();
  EXPECT_THAT(By(v1::Delivery::CHANNEL_MAIL), SizeIs(1));
}

TEST_F(OutboxTest, WhatIsLateGoesToThePersonWhoWasTold) {
  SetAddress("users/lea", "lea@clinic.example");
  const auto flag = Raise("swelling", rules::v1::SOON);
  MakeNotices();
  Pass(hours{24 * 30});
  ASSERT_TRUE(jobs::TellLate(tester_.store(), worklist_, calendar_,
                             std::string(rpc::VerbTester::kClinic), tester_.now)
                  .ok());
  MakeNotices();
  EXPECT_THAT(Recipients(),
              UnorderedElementsAre("users/anna", "users/anna", "users/lea", "users/lea"));
}

TEST_F(OutboxTest, WhatIsLateIsNotToldWhenItDoesNotWaitAnyMore) {
  const auto flag = Raise("swelling", rules::v1::SOON);
  Pass(hours{24 * 30});
  ASSERT_TRUE(jobs::TellLate(tester_.store(), worklist_, calendar_,
                             std::string(rpc::VerbTester::kClinic), tester_.now)
                  .ok());
  Pass(minutes{1});
  Acknowledge(flag);
  MakeNotices();
  EXPECT_THAT(All(), IsEmpty());
}

TEST_F(OutboxTest, WhatIsHandedOverGoesToWhoTookIt) {
  SetAddress("users/ben", "ben@clinic.example");
  auto flag = Raise("swelling");
  MakeNotices();
  Pass(minutes{1});
  flag = Found(flag);
  flag.set_state(v1::Escalation::STATE_ACKNOWLEDGED);
  AddEvent(Event::KIND_ACKNOWLEDGED, "", flag).set_actor("users/anna");
  AddEvent(Event::KIND_HANDED_OVER, "users/ben", flag).set_actor("users/anna");
  flag.set_responsible("users/ben");
  Change(flag);
  MakeNotices();
  EXPECT_THAT(Recipients(),
              UnorderedElementsAre("users/anna", "users/anna", "users/ben", "users/ben"));
}

TEST_F(OutboxTest, WhatWasAnsweredBeforeIsNotTold) {
  const auto flag = Raise("swelling");
  Pass(minutes{1});
  Acknowledge(flag);
  MakeNotices();
  EXPECT_THAT(All(), IsEmpty());
}

TEST_F(OutboxTest, ReadingTheJournalAgainFromItsBeginningMakesNothingTwice) {
  Raise("swelling");
  Raise("night-pain", rules::v1::EMERGENCY);
  MakeNotices();
  const auto before = All();
  ASSERT_THAT(before, SizeIs(4));
  auto cursor = Cursor();
  cursor.set_change(0);
  Change(cursor);
  MakeNotices();
  MakeNotices();
  EXPECT_THAT(All(), SizeIs(4));
  EXPECT_EQ(All().front().etag(), before.front().etag());
}

TEST_F(OutboxTest, AnAlarmIsNotToldAgainToWhoGetsTheCaseLater) {
  const auto flag = Raise("swelling");
  MakeNotices();
  auto of = *tester_.Find<v1::Case>(kCaseOfZhou);
  of.set_clinician("users/ben");
  Change(of);
  auto changed = Found(flag);
  AddEvent(Event::KIND_EVIDENCE_ADDED, "", changed);
  Change(changed);
  MakeNotices();
  EXPECT_THAT(Recipients(), ElementsAre("users/anna", "users/anna"));
}

TEST_F(OutboxTest, WhoHasNoAddressIsReachedByTheOtherChannels) {
  SetAddress("users/anna", "");
  Raise("swelling");
  MakeNotices();
  EXPECT_THAT(By(v1::Delivery::CHANNEL_MAIL), IsEmpty());
  EXPECT_THAT(By(v1::Delivery::CHANNEL_FOLDER), SizeIs(1));
}

TEST_F(OutboxTest, WhoIsReachedByNoneIsADeadDeliveryThatSaysWhy) {
  channels_ = {v1::Delivery::CHANNEL_MAIL};
  SetAddress("users/anna", "");
  Raise("swelling");
  MakeNotices();
  auto dead = OnlyMail();
  EXPECT_EQ(dead.state(), v1::Delivery::STATE_DEAD);
  ASSERT_THAT(dead.attempts(), SizeIs(1));
  EXPECT_EQ(dead.attempts(0).problem(), "has no address");
  EXPECT_FALSE(dead.has_next_attempt_time());
}

TEST_F(OutboxTest, WhoWasHandedItAndMayNotSignInIsReachedByNone) {
  auto flag = Raise("swelling", rules::v1::SOON);
  AddEvent(Event::KIND_HANDED_OVER, "users/ben", flag).set_actor("users/anna");
  Change(flag);
  Disable("users/ben");
  MakeNotices();
  ASSERT_THAT(All(), SizeIs(1));
  EXPECT_EQ(All().front().state(), v1::Delivery::STATE_DEAD);
  EXPECT_EQ(All().front().attempts(0).problem(), "she may not sign in any more");
}

TEST_F(OutboxTest, WhereNobodyIsToBeToldThatIsSaidToo) {
  Disable("users/anna");
  Disable("users/lea");
  Raise("swelling", rules::v1::EMERGENCY);
  MakeNotices();
  ASSERT_THAT(All(), SizeIs(1));
  EXPECT_EQ(All().front().state(), v1::Delivery::STATE_DEAD);
  EXPECT_EQ(All().front().attempts(0).problem(), "there is nobody to tell");
}

TEST_F(OutboxTest, OfADeletedPatientNothingIsTold) {
  Raise("swelling");
  auto patient = *tester_.Find<v1::Patient>("patients/p");
  ASSERT_TRUE(
      tester_.Write([&](storage::Writer& w) { return w.Delete(patient, tester_.now); }).ok());
  MakeNotices();
  EXPECT_THAT(All(), IsEmpty());
}

TEST_F(OutboxTest, NoticesAndTheirCursorAreOneUnitOfTheSystems) {
  Raise("swelling");
  const auto change = tester_.LastChange();
  MakeNotices();
  EXPECT_EQ(tester_.LastChange(), change + 1);
  EXPECT_EQ(Cursor().change(), change);
}

TEST_F(OutboxTest, AJournalThatTellsOfOtherThingsIsNoReasonToWrite) {
  Outbox outbox(tester_.store(), OutParts());
  for (int i = 0; i < 20; ++i) {
    SetAddress("users/ben", "ben" + std::to_string(i) + "@clinic.example");
  }
  const auto change = tester_.LastChange();
  for (int i = 0; i < 5; ++i) MakeNotices(outbox);
  EXPECT_EQ(tester_.LastChange(), change);
  Raise("swelling");
  MakeNotices(outbox);
  EXPECT_THAT(All(), SizeIs(2));
}

TEST_F(OutboxTest, ManyAtOnceMakeEachNoticeOnce) {
  Raise("swelling");
  const auto change = tester_.LastChange();
  std::vector<std::thread> servers;
  for (int i = 0; i < 6; ++i) {
    servers.emplace_back([&] {
      Outbox outbox(tester_.store(), OutParts());
      EXPECT_TRUE(outbox.Tick(tester_.now).ok());
    });
  }
  for (auto& server : servers) server.join();
  EXPECT_THAT(All(), SizeIs(2));
  EXPECT_GE(tester_.LastChange(), change + 1);
}

}  // namespace
}  // namespace midstance::delivery

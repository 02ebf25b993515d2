#include "services/delivery/deliverer.h"

#include "midstance/v1/delivery_service.pb.h"
#include "services/delivery/delivery_testing.h"
#include "services/delivery/verbs.h"

namespace midstance::delivery {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class DelivererTest : public Deliveries {
 protected:
  DelivererTest() { MakeNotices(); }

  void RaiseAndMake(rules::v1::Urgency urgency = rules::v1::URGENT) {
    flag_ = Raise("swelling", urgency);
    MakeNotices();
  }
  template <class Request, class Verb>
  absl::StatusOr<v1::Delivery> Decide(const Verb& verb, const v1::Delivery& delivery) {
    Request request;
    request.set_name(delivery.name());
    request.set_etag(delivery.etag());
    request.set_reason("as told on the telephone");
    return tester_.Run(verb, lea_, request);
  }
  absl::StatusOr<v1::Delivery> Retry(const v1::Delivery& delivery) {
    return Decide<v1::RetryDeliveryRequest>(RetryDelivery, delivery);
  }
  absl::StatusOr<v1::Delivery> Cancel(const v1::Delivery& delivery) {
    return Decide<v1::CancelDeliveryRequest>(CancelDelivery, delivery);
  }
  // Until it is no more WAITING, each time when it is due.
  void SendUntilItEnds() {
    while (OnlyMail().state() == v1::Delivery::STATE_WAITING) {
      tester_.now = InstantOf(OnlyMail().next_attempt_time());
      SendMails();
    }
  }

  v1::Escalation flag_;
};

TEST_F(DelivererTest, SendsWhatIsDueOnce) {
  RaiseAndMake();
  SendMails();
  SendMails();
  ASSERT_THAT(mail_.sent, SizeIs(1));
  const auto mail = OnlyMail();
  EXPECT_EQ(mail.state(), v1::Delivery::STATE_DELIVERED);
  EXPECT_EQ(mail.tries(), 1);
  EXPECT_EQ(InstantOf(mail.deliver_time()), tester_.now);
  EXPECT_FALSE(mail.has_next_attempt_time());
  EXPECT_EQ(By(v1::Delivery::CHANNEL_FOLDER).front().state(), v1::Delivery::STATE_WAITING);
}

TEST_F(DelivererTest, ANoticeTellsNeitherOfWhomNorWhat) {
  RaiseAndMake(rules::v1::EMERGENCY);
  SendMails();
  ASSERT_THAT(mail_.sent, SizeIs(1));
  const Message& message = mail_.sent.front();
  EXPECT_EQ(message.address, "anna@clinic.example");
  EXPECT_EQ(message.subject, "Midstance: something urgent waits for you");
  EXPECT_THAT(message.text, HasSubstr("midstance worklist"));
  // A clinic may have made a patient's id of her name.
  EXPECT_THAT(message.text, Not(HasSubstr("patients/")));
  EXPECT_THAT(message.text, HasSubstr("1 March 2025, 09:00 UTC"));
  EXPECT_THAT(message.text, HasSubstr("emergency"));
  for (const char* word : {"Ana", "Zhou", "knee", "swollen", "warm", "joint"}) {
    EXPECT_THAT(message.text, Not(HasSubstr(word)));
    EXPECT_THAT(message.subject, Not(HasSubstr(word)));
  }
}

TEST_F(DelivererTest, WhatIsNotTakenIsTriedAgainLaterAndLaterUnderTheSameId) {
  RaiseAndMake();
  mail_.says = [](const Message&) { return NotNow("the mail server cannot be reached"); };
  SendMails();
  auto mail = OnlyMail();
  EXPECT_EQ(mail.state(), v1::Delivery::STATE_WAITING);
  EXPECT_EQ(mail.attempts(0).problem(), "the mail server cannot be reached");
  EXPECT_EQ(InstantOf(mail.next_attempt_time()), tester_.now + minutes{1});
  Pass(seconds{59});
  SendMails();
  EXPECT_THAT(mail_.sent, SizeIs(1));
  Pass(seconds{1});
  SendMails();
  ASSERT_THAT(mail_.sent, SizeIs(2));
  EXPECT_EQ(mail_.sent[0].id, mail_.sent[1].id);
  EXPECT_EQ(InstantOf(OnlyMail().next_attempt_time()), tester_.now + minutes{2});
  mail_.says = [](const Message&) { return Taken(); };
  Pass(minutes{2});
  SendMails();
  mail = OnlyMail();
  EXPECT_EQ(mail.state(), v1::Delivery::STATE_DELIVERED);
  EXPECT_EQ(mail.tries(), 3);
  EXPECT_EQ(mail.attempts(2).problem(), "");
}

TEST_F(DelivererTest, AfterTheLastTryItIsDeadAndStays) {
  RaiseAndMake(rules::v1::EMERGENCY);
  mail_.says = [](const Message&) { return NotNow("the mail server cannot be reached"); };
  SendUntilItEnds();
  const auto mail = OnlyMail();
  EXPECT_EQ(mail.state(), v1::Delivery::STATE_DEAD);
  EXPECT_EQ(static_cast<std::uint32_t>(mail.tries()), settings_.emergency_retry().tries());
  EXPECT_THAT(mail_.sent, SizeIs(mail.tries()));
  Pass(hours{24 * 30});
  SendMails();
  MakeNotices();
  EXPECT_THAT(mail_.sent, SizeIs(mail.tries()));
  EXPECT_EQ(OnlyMail().etag(), mail.etag());
}

TEST_F(DelivererTest, OfManyTriesTheFirstAndTheLatestAreKept) {
  settings_.mutable_notice_retry()->set_tries(70);
  RaiseAndMake();
  int tries = 0;
  mail_.says = [&tries](const Message&) { return NotNow("try " + std::to_string(++tries)); };
  SendUntilItEnds();
  const auto mail = OnlyMail();
  EXPECT_EQ(mail.tries(), 70);
  ASSERT_THAT(mail.attempts(), SizeIs(50));
  EXPECT_EQ(mail.attempts(0).problem(), "try 1");
  EXPECT_EQ(mail.attempts(1).problem(), "try 22");
  EXPECT_EQ(mail.attempts(49).problem(), "try 70");
}

TEST_F(DelivererTest, WhatIsRefusedForGoodIsDeadAtOnce) {
  RaiseAndMake();
  mail_.says = [](const Message&) { return Never("the mail server refused it for good (550)"); };
  SendMails();
  const auto mail = OnlyMail();
  EXPECT_EQ(mail.state(), v1::Delivery::STATE_DEAD);
  EXPECT_EQ(mail.tries(), 1);
}

TEST_F(DelivererTest, AnswersBeforeItWentOutCancelIt) {
  RaiseAndMake();
  Pass(minutes{1});
  Acknowledge(flag_);
  SendMails();
  EXPECT_THAT(mail_.sent, IsEmpty());
  const auto mail = OnlyMail();
  EXPECT_EQ(mail.state(), v1::Delivery::STATE_CANCELLED);
  EXPECT_EQ(mail.change_reason(), "Not sent: somebody is on it.");
  EXPECT_EQ(mail.changed_by(), "");
}

TEST_F(DelivererTest, ANewerNoticeTakesThePlaceOfOneThatDidNotGoOut) {
  RaiseAndMake();
  Pass(minutes{1});
  flag_ = Found(flag_);
  flag_.set_urgency(rules::v1::EMERGENCY);
  AddEvent(v1::Escalation::Event::KIND_UPGRADED, "", flag_);
  Change(flag_);
  MakeNotices();
  SendMails();
  ASSERT_THAT(mail_.sent, SizeIs(1));
  EXPECT_EQ(mail_.sent[0].subject, "Midstance: something more urgent waits for you");
}

TEST_F(DelivererTest, TheAddressIsThatOfTheMomentOfSending) {
  RaiseAndMake();
  SetAddress("users/anna", "anna@new.example");
  SendMails();
  EXPECT_EQ(mail_.sent.at(0).address, "anna@new.example");
}

TEST_F(DelivererTest, WhoMayNotSignInAnyMoreWhenItWouldGoOutIsReachedByNoWay) {
  RaiseAndMake(rules::v1::EMERGENCY);
  Disable("users/anna");
  RecordingChannel folder{v1::Delivery::CHANNEL_FOLDER};
  SendMails();
  ASSERT_TRUE(Deliverer(tester_.store(), SendParts(), folder).Tick(tester_.now, {}).ok());
  EXPECT_THAT(mail_.sent, IsEmpty());
  EXPECT_THAT(folder.sent, IsEmpty());
  for (const auto& delivery : All()) {
    EXPECT_EQ(delivery.state(), v1::Delivery::STATE_DEAD);
    EXPECT_EQ(delivery.attempts(0).problem(), "she may not sign in any more");
  }
}

TEST_F(DelivererTest, EndsATickAtTheFirstThatTheChannelDoesNotTakeNow) {
  for (int i = 0; i < 5; ++i) Raise("flag" + std::to_string(i));
  MakeNotices();
  mail_.says = [](const Message&) { return NotNow("down"); };
  SendMails();
  EXPECT_THAT(mail_.sent, SizeIs(1));
  SendMails();
  EXPECT_THAT(mail_.sent, SizeIs(2));
  EXPECT_NE(mail_.sent[0].id, mail_.sent[1].id);
  mail_.says = [](const Message&) { return Taken(); };
  SendMails();
  EXPECT_THAT(mail_.sent, SizeIs(5));
}

TEST_F(DelivererTest, SendsABoundedNumberInATickAndTheRestWithTheNext) {
  for (int i = 0; i < kMostSent + 5; ++i) Raise("flag" + std::to_string(i));
  MakeNotices();
  SendMails();
  EXPECT_THAT(mail_.sent, SizeIs(kMostSent));
  SendMails();
  EXPECT_THAT(mail_.sent, SizeIs(kMostSent + 5));
}

TEST_F(DelivererTest, WhatWaitsForAnotherChannelHoldsNothingUp) {
  channels_ = {v1::Delivery::CHANNEL_FOLDER};
  for (int i = 0; i < 250; ++i) Raise("flag" + std::to_string(i));
  MakeNotices();
  channels_ = {v1::Delivery::CHANNEL_MAIL};
  Pass(minutes{1});
  Raise("last");
  MakeNotices();
  SendMails();
  EXPECT_THAT(mail_.sent, SizeIs(1));
}

TEST_F(DelivererTest, WhatTheEndOfTheServerCutShortIsSentAgainUnderTheSameId) {
  RaiseAndMake();
  Deliverer cut_off(tester_.store(), SendParts(), mail_);
  std::stop_source ends;
  mail_.says = [&ends](const Message&) {
    ends.request_stop();
    return NotNow("cut short");
  };
  ASSERT_TRUE(cut_off.Tick(tester_.now, ends.get_token()).ok());
  EXPECT_EQ(OnlyMail().tries(), 0);
  mail_.says = [](const Message&) { return Taken(); };
  SendMails();
  ASSERT_THAT(mail_.sent, SizeIs(2));
  EXPECT_EQ(mail_.sent[0].id, mail_.sent[1].id);
  EXPECT_EQ(OnlyMail().state(), v1::Delivery::STATE_DELIVERED);
}

TEST_F(DelivererTest, ADeadOneIsTriedAgainWhenAPersonSaysSo) {
  SetAddress("users/anna", "");
  channels_ = {v1::Delivery::CHANNEL_MAIL};
  RaiseAndMake();
  SetAddress("users/anna", "anna@clinic.example");
  const auto retried = Retry(OnlyMail());
  ASSERT_TRUE(retried.ok()) << retried.status();
  EXPECT_EQ(retried->state(), v1::Delivery::STATE_WAITING);
  EXPECT_EQ(retried->changed_by(), "users/lea");
  SendMails();
  EXPECT_EQ(OnlyMail().state(), v1::Delivery::STATE_DELIVERED);
}

TEST_F(DelivererTest, OnlyADeadOneIsTriedAgainAndOnlyWhatHasNotEndedCancelled) {
  RaiseAndMake();
  EXPECT_EQ(ReasonOf(Retry(OnlyMail()).status()), v1::ERROR_REASON_STATE_FORBIDS);
  const auto cancelled = Cancel(OnlyMail());
  ASSERT_TRUE(cancelled.ok()) << cancelled.status();
  EXPECT_EQ(cancelled->state(), v1::Delivery::STATE_CANCELLED);
  EXPECT_EQ(cancelled->change_reason(), "as told on the telephone");
  EXPECT_EQ(ReasonOf(Cancel(OnlyMail()).status()), v1::ERROR_REASON_STATE_FORBIDS);
  EXPECT_EQ(ReasonOf(Retry(OnlyMail()).status()), v1::ERROR_REASON_STATE_FORBIDS);
  SendMails();
  EXPECT_THAT(mail_.sent, IsEmpty());
}

TEST_F(DelivererTest, AnOldEtagIsRefused) {
  RaiseAndMake();
  const auto old = OnlyMail();
  mail_.says = [](const Message&) { return NotNow("down"); };
  SendMails();
  EXPECT_EQ(ReasonOf(Cancel(old).status()), v1::ERROR_REASON_ETAG_MISMATCH);
}

TEST_F(DelivererTest, WhatWentOutWhileSomebodyCancelledItIsDelivered) {
  RaiseAndMake();
  mail_.says = [this](const Message&) {
    EXPECT_TRUE(Cancel(OnlyMail()).ok());
    return Taken();
  };
  SendMails();
  const auto mail = OnlyMail();
  EXPECT_EQ(mail.state(), v1::Delivery::STATE_DELIVERED);
  EXPECT_EQ(mail.changed_by(), "users/lea");
}

}  // namespace
}  // namespace midstance::delivery

#include "midstance/storage/v1/records.pb.h"
#include "midstance/v1/referral.pb.h"
#include "services/delivery/delivery_testing.h"
#include "services/delivery/name.h"

namespace midstance::delivery {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class Letters : public Deliveries {
 protected:
  Letters() {
    referral_.set_name(std::string(kCaseOfZhou) + "/referrals/r");
    referral_.set_state(v1::Referral::STATE_SENT);
    referral_.set_urgency(rules::v1::URGENT);
    referral_.mutable_addressee()->set_name("Dr Okafor");
    referral_.mutable_addressee()->set_email("okafor@hospital.example");
    referral_.add_steps()->set_state(v1::Referral::STATE_DRAFTED);
    referral_.add_steps()->set_state(v1::Referral::STATE_SENT);
    referral_ = tester_.Put(referral_);
    storage::v1::SentLetter letter;
    letter.set_name(referral_.name() + "/letters/1");
    letter.set_pdf("%PDF-1.5 of Ana Zhou");
    tester_.Put(letter);
    PutDelivery();
  }

  // Of the last step, as SendReferral makes it.
  void PutDelivery() {
    v1::Delivery delivery;
    delivery.set_name(
        NameOf(referral_.name(), referral_.steps_size(), "", v1::Delivery::CHANNEL_MAIL));
    delivery.set_kind(v1::Delivery::KIND_LETTER);
    delivery.set_channel(v1::Delivery::CHANNEL_MAIL);
    delivery.set_state(v1::Delivery::STATE_WAITING);
    delivery.set_about(referral_.name());
    *delivery.mutable_next_attempt_time() = TimestampOf(tester_.now);
    tester_.Put(delivery);
  }
  void Move(v1::Referral::State state) {
    referral_.set_state(state);
    referral_.add_steps()->set_state(state);
    Change(referral_);
    referral_ = *tester_.Find<v1::Referral>(referral_.name());
  }

  v1::Referral referral_;
};

TEST_F(Letters, GoToTheirAddresseeWithThePdfAndAnEnvelopeThatTellsNothing) {
  SendMails();
  ASSERT_THAT(mail_.sent, SizeIs(1));
  const Message& message = mail_.sent.front();
  EXPECT_EQ(message.address, "okafor@hospital.example");
  EXPECT_EQ(message.pdf, "%PDF-1.5 of Ana Zhou");
  EXPECT_EQ(message.subject, "Letter from riverside");
  for (const char* word : {"Ana", "Zhou"}) EXPECT_THAT(message.text, Not(HasSubstr(word)));
  EXPECT_EQ(OnlyMail().state(), v1::Delivery::STATE_DELIVERED);
  EXPECT_EQ(tester_.Find<v1::Referral>(referral_.name())->state(), v1::Referral::STATE_SENT);
}

TEST_F(Letters, GoOutAlsoWhenTheReceiverAcknowledgedThemByTelephone) {
  Move(v1::Referral::STATE_ACKNOWLEDGED);
  SendMails();
  EXPECT_THAT(mail_.sent, SizeIs(1));
}

TEST_F(Letters, ALetterThatIsSentAgainReplacesTheOneThatWaits) {
  const std::string first = OnlyMail().name();
  mail_.says = [](const Message&) { return NotNow("the mail server cannot be reached"); };
  SendMails();
  ASSERT_THAT(mail_.sent, SizeIs(1));
  Move(v1::Referral::STATE_LOST);
  Move(v1::Referral::STATE_SENT);
  PutDelivery();
  mail_.says = [](const Message&) { return Taken(); };
  mail_.sent.clear();
  Pass(std::chrono::hours{1});
  SendMails();
  ASSERT_THAT(mail_.sent, SizeIs(1));
  const auto mails = By(v1::Delivery::CHANNEL_MAIL);
  ASSERT_THAT(mails, SizeIs(2));
  for (const auto& mail : mails) {
    if (mail.name() != first) {
      EXPECT_EQ(mail.state(), v1::Delivery::STATE_DELIVERED);
      continue;
    }
    EXPECT_EQ(mail.state(), v1::Delivery::STATE_CANCELLED);
    EXPECT_EQ(mail.change_reason(), "Not sent: the letter was sent again since.");
    EXPECT_EQ(mail.attempts(0).problem(), "the mail server cannot be reached");
  }
}

TEST_F(Letters, ThatAreSentAgainByHandAreNotDeliveredToo) {
  Move(v1::Referral::STATE_RETURNED);
  Move(v1::Referral::STATE_SENT);
  SendMails();
  EXPECT_THAT(mail_.sent, IsEmpty());
  EXPECT_EQ(OnlyMail().state(), v1::Delivery::STATE_CANCELLED);
}

TEST_F(Letters, AreCancelledWhenTheReferralHasEndedOrIsToBeSentAgain) {
  for (const auto state : {v1::Referral::STATE_LOST, v1::Referral::STATE_CLOSED}) {
    referral_.set_state(state);
    Change(referral_);
    referral_ = *tester_.Find<v1::Referral>(referral_.name());
    auto mail = OnlyMail();
    mail.set_state(v1::Delivery::STATE_WAITING);
    *mail.mutable_next_attempt_time() = TimestampOf(tester_.now);
    Change(mail);
    SendMails();
    EXPECT_EQ(OnlyMail().state(), v1::Delivery::STATE_CANCELLED);
  }
  EXPECT_THAT(mail_.sent, IsEmpty());
}

}  // namespace
}  // namespace midstance::delivery

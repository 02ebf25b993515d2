#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <string>

#include "services/referrals/referrals_testing.h"
#include "services/referrals/reply_link.h"
#include "services/rpc/authenticator.h"
#include "support/digest.h"

namespace midstance::referrals {
namespace {

using std::chrono::hours;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using v1::Referral;

class CountingRandom final : public rpc::RandomSource {
 public:
  void Fill(void* bytes, std::size_t count) override {
    for (std::size_t i = 0; i < count; ++i) static_cast<std::uint8_t*>(bytes)[i] = ++last_;
  }

 private:
  std::uint8_t last_ = 0;
};

class Replies : public Referrals {
 protected:
  Referral Now() { return *tester_.Find<Referral>(name_); }
  absl::StatusOr<v1::IssueReplyLinkResponse> TryIssue() {
    v1::IssueReplyLinkRequest request;
    request.set_name(name_);
    request.set_etag(Now().etag());
    return tester_.Run(IssueReplyLink{random_}, anna_, request);
  }
  std::string Issue() {
    const auto issued = TryIssue();
    EXPECT_TRUE(issued.ok()) << issued.status();
    return issued.ok() ? issued->token() : std::string();
  }
  absl::StatusOr<v1::ReferralForReply> Read(const std::string& token,
                                            v1::LetterFormat format = {}) {
    MIDSTANCE_ASSIGN_OR_RETURN(const auto who, authenticator_.Authenticate(token, tester_.now));
    v1::GetReferralForReplyRequest request;
    request.set_name(name_);
    request.set_format(format);
    return tester_.Run(GetReferralForReply, who, request);
  }
  absl::StatusOr<v1::AnswerReferralResponse> Answer(const std::string& token,
                                                    Referral::Answer answer,
                                                    const std::string& text = "In her words") {
    MIDSTANCE_ASSIGN_OR_RETURN(const auto who, authenticator_.Authenticate(token, tester_.now));
    v1::AnswerReferralRequest request;
    request.set_name(name_);
    request.set_answer(answer);
    request.set_text(text);
    request.set_answered_by("Dr Okafor");
    return tester_.Run(AnswerReferral{random_}, who, request);
  }
  void MoveTo(Referral::State state) {
    const auto moved = Step(Now(), state);
    ASSERT_TRUE(moved.ok()) << moved.status();
  }

  CountingRandom random_;
  rpc::Authenticator authenticator_{tester_.store(), {}};
  const std::string name_ = Send(*Create())->name();
};

TEST_F(Replies, ALinkReadsTheLetterAsItWasSentAndNoMoreOfThePatient) {
  const auto shown = Read(Issue());
  ASSERT_TRUE(shown.ok()) << shown.status();
  const auto referral = Now();
  EXPECT_EQ(shown->sha256(), referral.letter_sha256());
  EXPECT_EQ(Hex(Sha256(shown->content())), referral.letter_sha256());
  EXPECT_EQ(shown->media_type(), "application/pdf");
  EXPECT_EQ(shown->clinic(), rpc::VerbTester::kClinic);
  EXPECT_EQ(shown->question(), referral.question());
  EXPECT_EQ(shown->urgency(), rules::v1::URGENT);
  EXPECT_EQ(InstantOf(shown->expire_time()), tester_.now + kReplyLinkLife);
  EXPECT_FALSE(shown->accepted());
}

TEST_F(Replies, TheLetterIsReadAsHtmlToo) {
  const auto shown = Read(Issue(), v1::LETTER_FORMAT_HTML);
  ASSERT_TRUE(shown.ok()) << shown.status();
  EXPECT_EQ(shown->media_type(), "text/html");
  EXPECT_EQ(shown->letter_sha256(), Now().letter_sha256());
  EXPECT_THAT(shown->content(), HasSubstr("<h1"));
}

TEST_F(Replies, OnlyTheDigestOfALinkIsStored) {
  const auto token = Issue();
  ASSERT_THAT(token, testing::StartsWith("mrl1_"));
  const auto stored = tester_.Find<storage::v1::ReplyToken>(rpc::TokenName(token));
  ASSERT_TRUE(stored.ok()) << stored.status();
  EXPECT_THAT(stored->SerializeAsString(), Not(HasSubstr(token)));
}

TEST_F(Replies, AnAnswerToALostReferralWaitsForUsSinceItCame) {
  const auto token = Issue();
  MoveTo(Referral::STATE_LOST);
  tester_.now += hours{5};
  ASSERT_TRUE(Answer(token, Referral::ANSWER_CONFIRMED, "Septic arthritis").ok());
  EXPECT_EQ(Now().state(), Referral::STATE_REPORT_RECEIVED);
  EXPECT_EQ(Now().finding(), "Septic arthritis");
  EXPECT_EQ(InstantOf(Now().update_time()), tester_.now);
  MoveTo(Referral::STATE_ACTED_ON);
}

TEST_F(Replies, AReportThatAClinicianGetsOfALostReferralIsHersToRecord) {
  MoveTo(Referral::STATE_LOST);
  MoveTo(Referral::STATE_REPORT_RECEIVED);
  EXPECT_EQ(Now().state(), Referral::STATE_REPORT_RECEIVED);
}

TEST_F(Replies, ALinkServesOnce) {
  const auto token = Issue();
  tester_.now += hours{30};
  const auto answered = Answer(token, Referral::ANSWER_CONFIRMED);
  ASSERT_TRUE(answered.ok()) << answered.status();
  EXPECT_EQ(answered->token(), "");
  const auto referral = Now();
  EXPECT_EQ(referral.state(), Referral::STATE_REPORT_RECEIVED);
  EXPECT_FALSE(referral.has_reply_link_expire_time());
  ASSERT_THAT(referral.replies(), SizeIs(1));
  EXPECT_EQ(referral.replies(0).answered_by(), "Dr Okafor");
  EXPECT_EQ(InstantOf(referral.replies(0).reply_time()), tester_.now);
  EXPECT_EQ(InstantOf(referral.update_time()), tester_.now);

  EXPECT_EQ(ReasonOf(Answer(token, Referral::ANSWER_NOTHING_FOUND).status()),
            v1::ERROR_REASON_LINK_EXPIRED);
  EXPECT_TRUE(authenticator_.Authenticate(token, tester_.now)->link_used);
  EXPECT_THAT(Now().replies(), SizeIs(1));
}

TEST_F(Replies, ALinkEndsByTimeByAnotherLinkByActingOnTheReportAndByTheEnd) {
  const auto ended = [this](const std::string& token) {
    return ReasonOf(authenticator_.Authenticate(token, tester_.now).status()) ==
           v1::ERROR_REASON_LINK_EXPIRED;
  };
  const auto by_another = Issue();
  const auto by_acting = Issue();
  EXPECT_TRUE(ended(by_another));
  MoveTo(Referral::STATE_REPORT_RECEIVED);
  EXPECT_FALSE(ended(by_acting));
  MoveTo(Referral::STATE_ACTED_ON);
  EXPECT_TRUE(ended(by_acting));
  EXPECT_FALSE(Now().has_reply_link_expire_time());
}

TEST_F(Replies, ALinkEndsWithItsReferral) {
  const auto token = Issue();
  v1::CloseReferralRequest close;
  close.set_name(name_);
  close.set_etag(Now().etag());
  close.set_reason("seen elsewhere");
  ASSERT_TRUE(tester_.Run(CloseReferral, anna_, close).ok());
  EXPECT_EQ(ReasonOf(Read(token).status()), v1::ERROR_REASON_LINK_EXPIRED);
  EXPECT_EQ(ReasonOf(Answer(token, Referral::ANSWER_CONFIRMED).status()),
            v1::ERROR_REASON_LINK_EXPIRED);
}

TEST_F(Replies, ALinkLivesSixtyDays) {
  const auto token = Issue();
  tester_.now += kReplyLinkLife - Duration{1};
  EXPECT_TRUE(Read(token).ok());
  tester_.now += Duration{1};
  EXPECT_EQ(ReasonOf(Read(token).status()), v1::ERROR_REASON_LINK_EXPIRED);
}

TEST_F(Replies, WhoAcceptsGetsALinkToTellWhatCameOfIt) {
  const auto first = Issue();
  const auto accepted = Answer(first, Referral::ANSWER_ACCEPTED, "");
  ASSERT_TRUE(accepted.ok()) << accepted.status();
  EXPECT_EQ(Now().state(), Referral::STATE_ACKNOWLEDGED);
  EXPECT_EQ(InstantOf(accepted->expire_time()), tester_.now + kReplyLinkLife);
  EXPECT_EQ(InstantOf(Now().reply_link_expire_time()), tester_.now + kReplyLinkLife);
  EXPECT_TRUE(Read(accepted->token())->accepted());
  EXPECT_EQ(ReasonOf(Answer(accepted->token(), Referral::ANSWER_ACCEPTED).status()),
            v1::ERROR_REASON_FIELD_INVALID);
  ASSERT_TRUE(Answer(accepted->token(), Referral::ANSWER_OTHER_FINDING, "A cyst").ok());
  EXPECT_EQ(Now().state(), Referral::STATE_REPORT_RECEIVED);
  EXPECT_EQ(Now().finding(), "A cyst");
  EXPECT_THAT(Now().replies(), SizeIs(2));
}

TEST_F(Replies, AnAnswerThatMustSayWhatOrWhyLeavesTheLinkAsItWas) {
  const auto token = Issue();
  for (const auto answer :
       {Referral::ANSWER_OTHER_FINDING, Referral::ANSWER_DECLINED, Referral::ANSWER_MORE_NEEDED}) {
    for (const char* nothing : {"", " \n "}) {
      const auto refused = Answer(token, answer, nothing).status();
      EXPECT_EQ(ReasonOf(refused), v1::ERROR_REASON_FIELD_INVALID);
      EXPECT_EQ(BadRequestOf(refused)->field_violations(0).field(), "text");
    }
  }
  EXPECT_TRUE(Answer(token, Referral::ANSWER_DECLINED, "no appointments").ok());
}

TEST_F(Replies, ALinkAndAnAnswerThatLeadsNowhereOnRestartNoClock) {
  const auto sent = InstantOf(Now().update_time());
  tester_.now += hours{5};
  const auto etag = Now().etag();
  const auto token = Issue();
  EXPECT_EQ(InstantOf(Now().update_time()), sent);
  EXPECT_NE(Now().etag(), etag);
  MoveTo(Referral::STATE_REPORT_RECEIVED);
  const auto reported = InstantOf(Now().update_time());
  tester_.now += hours{5};
  ASSERT_TRUE(Answer(token, Referral::ANSWER_CONFIRMED).ok());
  EXPECT_EQ(Now().state(), Referral::STATE_REPORT_RECEIVED);
  EXPECT_EQ(InstantOf(Now().update_time()), reported);
  EXPECT_THAT(Now().replies(), SizeIs(1));
}

TEST_F(Replies, OnlyWhatWaitsForItsReceiverHasALink) {
  for (const auto state : {Referral::STATE_DELIVERED, Referral::STATE_ACKNOWLEDGED,
                           Referral::STATE_SCHEDULED, Referral::STATE_SEEN}) {
    MoveTo(state);
    EXPECT_TRUE(TryIssue().ok()) << Referral::State_Name(state);
  }
  for (const auto state : {Referral::STATE_REPORT_RECEIVED, Referral::STATE_ACTED_ON}) {
    MoveTo(state);
    EXPECT_EQ(ReasonOf(TryIssue().status()), v1::ERROR_REASON_STATE_FORBIDS)
        << Referral::State_Name(state);
  }
}

TEST_F(Replies, ALinkNeedsTheEtagThatWasRead) {
  v1::IssueReplyLinkRequest request;
  request.set_name(name_);
  request.set_etag("\"999\"");
  EXPECT_EQ(ReasonOf(tester_.Run(IssueReplyLink{random_}, anna_, request).status()),
            v1::ERROR_REASON_ETAG_MISMATCH);
}

}  // namespace
}  // namespace midstance::referrals

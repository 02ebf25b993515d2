#include "services/referrals/reply_link.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <thread>
#include <vector>

#include "midstance/v1/admin_service.pb.h"
#include "midstance/v1/referral_service.pb.h"
#include "midstance/v1/worklist_service.pb.h"
#include "support/digest.h"
#include "support/time.h"
#include "tests/api/builders.h"
#include "tests/api/sent_letter.h"

namespace midstance::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using v1::Referral;

constexpr char kRead[] = "ReferralService/GetReferralForReply";
constexpr char kAnswer[] = "ReferralService/AnswerReferral";

// A doctor answers by the link that came with the letter.
class ReplyLink : public ::testing::Test {
 protected:
  Referral Now() { return ReadReferral(clinic_, lena_, letter_.name()); }
  std::string Issue() { return IssueReplyLink(clinic_, lena_, letter_.name()); }
  v1::GetReferralForReplyRequest ToRead() const {
    v1::GetReferralForReplyRequest request;
    request.set_name(letter_.name());
    return request;
  }
  v1::AnswerReferralRequest ToAnswer(Referral::Answer answer) {
    v1::AnswerReferralRequest request;
    request.set_name(letter_.name());
    request.set_answer(answer);
    request.set_text("In her words");
    request.set_answered_by("Dr Okafor");
    request.set_request_id(clinic_.server().RequestId());
    return request;
  }
  std::string WaitsFor() {
    v1::ListWorklistRequest request;
    request.set_parent(case_);
    const auto list =
        clinic_.Must<v1::ListWorklistResponse>(lena_, "WorklistService/ListWorklist", request);
    for (const auto& item : list.items()) {
      if (item.resource() == letter_.name()) return item.why();
    }
    return {};
  }

  Clinic clinic_;
  const std::string lena_ = clinic_.Clinician("lena");
  const std::string case_ = clinic_.ARunner(lena_);
  const Referral letter_ = SendLetter(clinic_, lena_, case_);
};

TEST_F(ReplyLink, LetsTheDoctorReadTheLetterThatWasSentAndAnswerIt) {
  const auto token = Issue();
  const auto shown = clinic_.Must<v1::ReferralForReply>(token, kRead, ToRead());
  EXPECT_EQ(Hex(Sha256(shown.content())), letter_.letter_sha256());
  EXPECT_EQ(shown.letter_sha256(), letter_.letter_sha256());
  EXPECT_NE(shown.clinic(), "");
  EXPECT_EQ(shown.question(), letter_.question());
  EXPECT_THAT(WaitsFor(), HasSubstr("the receiver's acknowledgement"));

  clinic_.Must<v1::AnswerReferralResponse>(token, kAnswer, ToAnswer(Referral::ANSWER_CONFIRMED));
  const auto answered = Now();
  EXPECT_EQ(answered.state(), Referral::STATE_REPORT_RECEIVED);
  EXPECT_EQ(answered.finding(), "In her words");
  EXPECT_EQ(answered.steps().rbegin()->actor(), letter_.name());
  EXPECT_THAT(WaitsFor(), HasSubstr("our answer"));
}

TEST_F(ReplyLink, GivesTheFirstAnswerAgainToTheSameCallAndNothingToAnother) {
  const auto token = Issue();
  const auto request = ToAnswer(Referral::ANSWER_ACCEPTED);
  const auto first = clinic_.Must<v1::AnswerReferralResponse>(token, kAnswer, request);
  const auto again = clinic_.Must<v1::AnswerReferralResponse>(token, kAnswer, request);
  EXPECT_NE(first.token(), "");
  EXPECT_EQ(again.SerializeAsString(), first.SerializeAsString());
  auto other = request;
  other.set_text("Something else");
  EXPECT_EQ(clinic_.Try(token, kAnswer, other).reason, "REQUEST_ID_REUSED");
  EXPECT_EQ(clinic_.Try(token, kAnswer, ToAnswer(Referral::ANSWER_ACCEPTED)).reason,
            "LINK_EXPIRED");
  EXPECT_EQ(clinic_.Try(token, kRead, ToRead()).reason, "LINK_EXPIRED");
  EXPECT_TRUE(clinic_.Must<v1::ReferralForReply>(first.token(), kRead, ToRead()).accepted());
  clinic_.Must<v1::AnswerReferralResponse>(first.token(), kAnswer,
                                           ToAnswer(Referral::ANSWER_NOTHING_FOUND));
  EXPECT_THAT(Now().replies(), SizeIs(2));
}

TEST_F(ReplyLink, TakesOneOfManyAnswersAtOnce) {
  const auto token = Issue();
  std::vector<v1::AnswerReferralRequest> requests;
  constexpr std::size_t kDoctors = 8;
  for (std::size_t i = 0; i < kDoctors; ++i) {
    requests.push_back(
        ToAnswer(i % 2 == 0 ? Referral::ANSWER_CONFIRMED : Referral::ANSWER_NOTHING_FOUND));
  }
  std::vector<std::string> ended(kDoctors);
  std::vector<std::thread> doctors;
  for (std::size_t i = 0; i < kDoctors; ++i) {
    doctors.emplace_back([&, i] { ended[i] = clinic_.Try(token, kAnswer, requests[i]).reason; });
  }
  for (auto& doctor : doctors) doctor.join();
  EXPECT_EQ(std::count(ended.begin(), ended.end(), ""), 1);
  EXPECT_EQ(std::count(ended.begin(), ended.end(), "LINK_EXPIRED"), kDoctors - 1);
  EXPECT_THAT(Now().replies(), SizeIs(1));
}

TEST_F(ReplyLink, ReachesItsOwnReferralAlone) {
  const auto token = Issue();
  auto read = ToRead();
  auto answer = ToAnswer(Referral::ANSWER_CONFIRMED);
  for (const auto& foreign : {SendLetter(clinic_, lena_, clinic_.ARunner(lena_)).name(),
                              letter_.name() + "x", case_ + "/referrals/nothing"}) {
    read.set_name(foreign);
    answer.set_name(foreign);
    EXPECT_EQ(clinic_.Try(token, kRead, read).reason, "OUT_OF_SCOPE") << foreign;
    EXPECT_EQ(clinic_.Try(token, kAnswer, answer).reason, "OUT_OF_SCOPE") << foreign;
  }
  EXPECT_THAT(Now().replies(), IsEmpty());
}

TEST_F(ReplyLink, OpensNothingOnceItEndedOrAnotherWasMade) {
  const auto replaced = Issue();
  const auto expired = Issue();
  const auto refused = clinic_.Try(replaced, kRead, ToRead());
  EXPECT_EQ(refused.status.error_code(), grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(refused.reason, "LINK_EXPIRED");
  clinic_.clock().Advance(referrals::kReplyLinkLife);
  EXPECT_EQ(clinic_.Try(expired, kRead, ToRead()).reason, "LINK_EXPIRED");
  EXPECT_EQ(clinic_.Try(expired, kAnswer, ToAnswer(Referral::ANSWER_CONFIRMED)).reason,
            "LINK_EXPIRED");
}

TEST_F(ReplyLink, LeavesWhoReadAndWhoAnsweredInTheAuditTrail) {
  const auto token = Issue();
  clinic_.Must<v1::ReferralForReply>(token, kRead, ToRead());
  clinic_.server().application().Tick(false);
  clinic_.Must<v1::AnswerReferralResponse>(token, kAnswer, ToAnswer(Referral::ANSWER_CONFIRMED));
  v1::ListAuditEntriesRequest list;
  list.set_filter("actor = \"" + letter_.name() + "\"");
  const auto entries = clinic_.Must<v1::ListAuditEntriesResponse>(
      clinic_.server().Staff("odd", options::v1::ROLE_AUDITOR), "AdminService/ListAuditEntries",
      list);
  ASSERT_THAT(entries.audit_entries(), SizeIs(2));
  EXPECT_EQ(entries.audit_entries(0).action(), "referral.answer");
  EXPECT_EQ(entries.audit_entries(1).action(), "reply_link.get");
  for (const auto& entry : entries.audit_entries()) {
    EXPECT_EQ(entry.credential(), v1::AuditEntry::CREDENTIAL_REPLY_LINK);
  }
}

}  // namespace
}  // namespace midstance::testing

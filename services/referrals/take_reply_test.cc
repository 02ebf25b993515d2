#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "services/referrals/lifecycle.h"

namespace midstance::referrals {
namespace {

using ::testing::SizeIs;
using v1::Referral;

constexpr Instant kCame{std::chrono::days{20'000}};

TEST(TakingAReply, AnAnswerIsKeptAndIsTheStepThatItTellsOf) {
  struct Case {
    Referral::Answer answer;
    Referral::State state;
    std::string text, finding;
  };
  const std::vector<Case> cases = {
      {Referral::ANSWER_CONFIRMED, Referral::STATE_REPORT_RECEIVED, "",
       "What was suspected was found."},
      {Referral::ANSWER_CONFIRMED, Referral::STATE_REPORT_RECEIVED, "Septic", "Septic"},
      {Referral::ANSWER_OTHER_FINDING, Referral::STATE_REPORT_RECEIVED, "A cyst", "A cyst"},
      {Referral::ANSWER_NOTHING_FOUND, Referral::STATE_REPORT_RECEIVED, "", "Nothing was found."},
      {Referral::ANSWER_ACCEPTED, Referral::STATE_ACKNOWLEDGED, "", ""},
      {Referral::ANSWER_DECLINED, Referral::STATE_DECLINED, "Ask the clinic in town", ""},
      {Referral::ANSWER_MORE_NEEDED, Referral::STATE_RETURNED, "An X-ray", ""},
  };
  for (const auto& [answer, state, text, finding] : cases) {
    SCOPED_TRACE(Referral::Answer_Name(answer));
    rpc::Call call;
    call.principal.name = "patients/p/cases/c/referrals/r";
    Referral referral;
    referral.set_name(call.principal.name);
    referral.set_state(Referral::STATE_SENT);
    Referral::Reply reply;
    reply.set_answer(answer);
    reply.set_text(text);
    *reply.mutable_reply_time() = TimestampOf(kCame);
    EXPECT_TRUE(TakeReply(call, reply, referral));
    EXPECT_EQ(referral.state(), state);
    EXPECT_EQ(referral.finding(), finding);
    ASSERT_THAT(referral.replies(), SizeIs(1));
    ASSERT_THAT(referral.steps(), SizeIs(1));
    EXPECT_EQ(referral.steps(0).actor(), referral.name());
    EXPECT_EQ(referral.steps(0).state(), state);
    EXPECT_EQ(InstantOf(referral.steps(0).time()), kCame);
  }
}

TEST(TakingAReply, NoAnswerMovesAReferralBackOrEndsIt) {
  for (int state = Referral::State_MIN; state <= Referral::State_MAX; ++state) {
    for (int answer = Referral::Answer_MIN; answer <= Referral::Answer_MAX; ++answer) {
      const auto from = static_cast<Referral::State>(state);
      const auto to = StateAfter(static_cast<Referral::Answer>(answer));
      SCOPED_TRACE(Referral::State_Name(from) + " to " + Referral::State_Name(to));
      Referral referral;
      referral.set_state(from);
      Referral::Reply reply;
      reply.set_answer(static_cast<Referral::Answer>(answer));
      EXPECT_EQ(TakeReply({}, reply, referral), MayMove(from, to));
      EXPECT_EQ(referral.state(), MayMove(from, to) ? to : from);
      EXPECT_EQ(referral.replies_size(), 1);
      EXPECT_NE(to, Referral::STATE_CLOSED);
    }
  }
}

TEST(TakingAReply, AnAnswerToWhatWasGivenUpMovesItToWhereTheAnswerWaitsForUs) {
  for (const auto given_up :
       {Referral::STATE_LOST, Referral::STATE_RETURNED, Referral::STATE_DECLINED}) {
    for (int number = Referral::ANSWER_CONFIRMED; number <= Referral::Answer_MAX; ++number) {
      const auto answer = static_cast<Referral::Answer>(number);
      SCOPED_TRACE(Referral::State_Name(given_up) + ", " + Referral::Answer_Name(answer));
      Referral referral;
      referral.set_state(given_up);
      Referral::Reply reply;
      reply.set_answer(answer);
      EXPECT_EQ(TakeReply({}, reply, referral), StateAfter(answer) != given_up);
      EXPECT_EQ(referral.state(), StateAfter(answer));
    }
  }
}

}  // namespace
}  // namespace midstance::referrals

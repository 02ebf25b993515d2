#include "services/ledger/ends.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "support/time.h"

namespace midstance::ledger {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;
using v1::Escalation;
using v1::Referral;

const People kStaff = {"users/anna"};

Escalation EndedByAnna() {
  Escalation escalation;
  escalation.set_name("patients/p/cases/c/escalations/e");
  escalation.set_state(Escalation::STATE_RESOLVED);
  auto& end = *escalation.mutable_resolution();
  end.set_resolved_by("users/anna");
  end.set_reason("treated");
  end.set_outcome(Escalation::OUTCOME_TREATED_ON);
  *end.mutable_resolve_time() = TimestampOf(Instant{});
  auto& event = *escalation.add_history();
  event.set_kind(Escalation::Event::KIND_RESOLVED);
  event.set_actor("users/anna");
  return escalation;
}

Referral ClosedByAnna() {
  Referral referral;
  referral.set_name("patients/p/cases/c/referrals/r");
  referral.set_state(Referral::STATE_CLOSED);
  referral.set_close_reason("answered");
  for (const auto state : {Referral::STATE_DRAFTED, Referral::STATE_CLOSED}) {
    auto& step = *referral.add_steps();
    step.set_state(state);
    step.set_actor("users/anna");
  }
  return referral;
}

TEST(Ends, AreAPersonsWithAReason) {
  EXPECT_THAT(CheckEnd(EndedByAnna(), kStaff), IsEmpty());
  EXPECT_TRUE(IsEnded(EndedByAnna(), kStaff));
  EXPECT_THAT(CheckEnd(ClosedByAnna(), kStaff), IsEmpty());
}

TEST(Ends, OfAnEscalationThatLackSomethingAreTold) {
  const std::vector<std::function<void(Escalation&)>> kLacks = {
      [](Escalation& e) { e.mutable_resolution()->clear_reason(); },
      [](Escalation& e) { e.mutable_resolution()->set_reason("  \n\u00A0"); },
      [](Escalation& e) { e.mutable_resolution()->clear_outcome(); },
      [](Escalation& e) { e.mutable_resolution()->clear_resolve_time(); },
      [](Escalation& e) { e.clear_history(); },
  };
  for (const auto& lack : kLacks) {
    auto escalation = EndedByAnna();
    lack(escalation);
    EXPECT_THAT(CheckEnd(escalation, kStaff), SizeIs(1));
    EXPECT_FALSE(IsEnded(escalation, kStaff));
  }
  for (const char* nobody : {"", "system/jobs", "users/ben"}) {
    auto escalation = EndedByAnna();
    escalation.mutable_resolution()->set_resolved_by(nobody);
    escalation.mutable_history(0)->set_actor(nobody);
    EXPECT_THAT(CheckEnd(escalation, kStaff), SizeIs(1)) << nobody;
  }
}

TEST(Ends, OfAReferralThatLackSomethingAreTold) {
  const std::vector<std::function<void(Referral&)>> kLacks = {
      [](Referral& r) { r.clear_close_reason(); },
      [](Referral& r) { r.set_close_reason("  "); },
      [](Referral& r) { r.mutable_steps(1)->set_actor("system/jobs"); },
      [](Referral& r) { r.mutable_steps(0)->clear_actor(); },
      [](Referral& r) { r.mutable_steps()->RemoveLast(); },
      [](Referral& r) { r.clear_steps(); },
  };
  for (const auto& lack : kLacks) {
    auto referral = ClosedByAnna();
    lack(referral);
    EXPECT_THAT(CheckEnd(referral, kStaff), SizeIs(1));
  }
}

// SENT by anna, then what the doctor answered.
Referral AnsweredByLink() {
  Referral referral;
  referral.set_name("patients/p/cases/c/referrals/r");
  referral.set_state(Referral::STATE_REPORT_RECEIVED);
  auto& sent = *referral.add_steps();
  sent.set_state(Referral::STATE_SENT);
  sent.set_actor("users/anna");
  auto& answered = *referral.add_steps();
  answered.set_state(Referral::STATE_REPORT_RECEIVED);
  answered.set_actor(referral.name());
  *answered.mutable_time() = TimestampOf(Instant{} + std::chrono::hours{3});
  auto& reply = *referral.add_replies();
  reply.set_answer(Referral::ANSWER_CONFIRMED);
  *reply.mutable_reply_time() = answered.time();
  return referral;
}

TEST(Ends, AnAnswerByTheReplyLinkMovesAReferralAndEndsNone) {
  EXPECT_THAT(CheckEnd(AnsweredByLink(), kStaff), IsEmpty());
  const std::vector<std::function<void(Referral&)>> kWrongs = {
      [](Referral& r) { r.clear_replies(); },
      [](Referral& r) { r.mutable_replies(0)->set_answer(Referral::ANSWER_DECLINED); },
      [](Referral& r) { r.mutable_replies(0)->clear_reply_time(); },
      [](Referral& r) { r.mutable_steps(1)->set_actor("patients/p/cases/c/referrals/other"); },
      [](Referral& r) {
        r.set_state(Referral::STATE_CLOSED);
        r.set_close_reason("answered");
        r.mutable_steps(1)->set_state(Referral::STATE_CLOSED);
      },
  };
  for (const auto& wrong : kWrongs) {
    auto referral = AnsweredByLink();
    wrong(referral);
    EXPECT_THAT(CheckEnd(referral, kStaff), SizeIs(1));
  }
}

TEST(Ends, AreNotAskedOfWhatHasNotEnded) {
  Escalation open;
  open.set_state(Escalation::STATE_OPEN);
  EXPECT_THAT(CheckEnd(open, kStaff), IsEmpty());
  EXPECT_FALSE(IsEnded(open, kStaff));
  open.set_state(Escalation::STATE_UNSPECIFIED);
  EXPECT_THAT(CheckEnd(open, kStaff), SizeIs(1));
}

}  // namespace
}  // namespace midstance::ledger

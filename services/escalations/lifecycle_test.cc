#include "services/escalations/lifecycle.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "support/status.h"

namespace midstance::escalations {
namespace {

using v1::Escalation;

rpc::Call CallOf(const std::string& who) {
  rpc::Call call;
  call.principal.name = who;
  return call;
}

Escalation In(Escalation::State state) {
  Escalation escalation;
  escalation.set_name("patients/p/cases/c/escalations/e");
  escalation.set_state(state);
  return escalation;
}

std::vector<Escalation::State> AllStates() {
  std::vector<Escalation::State> all;
  for (int state = Escalation::State_MIN + 1; state <= Escalation::State_MAX; ++state) {
    all.push_back(static_cast<Escalation::State>(state));
  }
  return all;
}

// Every answer from every state, as every kind of caller, with a reason and without.
TEST(EscalationMoves, EndByAPersonWithAReasonOnly) {
  for (const auto from : AllStates()) {
    for (const auto answer : {Answer::kAcknowledge, Answer::kHandOver, Answer::kResolve}) {
      for (const char* who :
           {"", "system", "system/jobs", "patients/p/cases/c/checkInLinks/l", "users/anna"}) {
        for (const char* text : {"", "why"}) {
          SCOPED_TRACE(Escalation::State_Name(from) + " by '" + who + "', '" + text + "'");
          auto escalation = In(from);
          const auto moved = Apply(CallOf(who), answer, text, escalation);
          if (!moved.ok()) {
            EXPECT_EQ(escalation.state(), from);
            EXPECT_EQ(escalation.history_size(), 0);
            continue;
          }
          EXPECT_EQ(std::string(who), "users/anna");
          ASSERT_EQ(escalation.history_size(), 1);
          EXPECT_EQ(escalation.history(0).actor(), who);
          EXPECT_NE(from, Escalation::STATE_RESOLVED);
          if (answer == Answer::kHandOver) {
            EXPECT_EQ(escalation.state(), from);
          }
          if (escalation.state() != Escalation::STATE_RESOLVED) continue;
          EXPECT_EQ(answer, Answer::kResolve);
          EXPECT_EQ(escalation.history(0).text(), "why");
          EXPECT_EQ(escalation.history(0).kind(), Escalation::Event::KIND_RESOLVED);
        }
      }
    }
  }
}

TEST(EscalationMoves, LeadToTheEndFromEveryStateAndOnFromItNowhere) {
  for (const auto from : AllStates()) {
    const bool ended = from == Escalation::STATE_RESOLVED;
    auto escalation = In(from);
    EXPECT_EQ(Apply(CallOf("users/anna"), Answer::kResolve, "why", escalation).ok(), !ended);
    EXPECT_EQ(escalation.state(), Escalation::STATE_RESOLVED);
    auto again = In(from);
    const bool acknowledges =
        from == Escalation::STATE_OPEN || from == Escalation::STATE_EVIDENCE_CHANGED;
    EXPECT_EQ(Apply(CallOf("users/anna"), Answer::kAcknowledge, "", again).ok(), acknowledges);
  }
}

// However often it goes from hand to hand, it waits to be acknowledged, and can be.
TEST(EscalationMoves, AHandedOverOneStillWaitsToBeAcknowledged) {
  for (const auto from : {Escalation::STATE_OPEN, Escalation::STATE_EVIDENCE_CHANGED}) {
    auto escalation = In(from);
    for (const char* who : {"users/anna", "users/ben", "users/anna"}) {
      ASSERT_TRUE(Apply(CallOf(who), Answer::kHandOver, "", escalation).ok());
      EXPECT_EQ(escalation.state(), from);
      EXPECT_EQ(escalation.history().rbegin()->kind(), Escalation::Event::KIND_HANDED_OVER);
    }
    ASSERT_TRUE(Apply(CallOf("users/ben"), Answer::kAcknowledge, "", escalation).ok());
    EXPECT_EQ(escalation.state(), Escalation::STATE_ACKNOWLEDGED);
    EXPECT_FALSE(Apply(CallOf("users/ben"), Answer::kHandOver, "", escalation).ok());
  }
}

}  // namespace
}  // namespace midstance::escalations

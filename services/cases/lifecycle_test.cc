#include "services/cases/lifecycle.h"

#include <gtest/gtest.h>

#include "support/status.h"

namespace midstance::cases {
namespace {

const Instant kNow = FromMicros(1'740'819'600'000'000);

v1::Case In(v1::Case::State state) {
  v1::Case of;
  of.set_name("patients/p/cases/c");
  of.set_state(state);
  return of;
}

std::vector<v1::Case::State> AllStates() {
  std::vector<v1::Case::State> all;
  for (int state = v1::Case::STATE_DRAFT; state <= v1::Case::State_MAX; ++state)
    all.push_back(static_cast<v1::Case::State>(state));
  return all;
}

TEST(CaseLifecycle, AnEndedCaseCanOnlyBeReopened) {
  for (const auto state : AllStates()) {
    const auto of = In(state);
    const bool ended =
        state == v1::Case::STATE_DISCHARGED || state == v1::Case::STATE_CLOSED_INCOMPLETE;
    EXPECT_EQ(Ended(of), ended);
    EXPECT_EQ(NotEnded(of).ok(), !ended);
    EXPECT_EQ(MayMove(of, Move::kReopen), ended) << v1::Case::State_Name(state);
    EXPECT_EQ(MayMove(of, Move::kDischarge), !ended) << v1::Case::State_Name(state);
  }
}

TEST(CaseLifecycle, OnlyACaseOnHoldIsResumedAndOnlyAnotherOneIsHeld) {
  for (const auto state : AllStates()) {
    const auto of = In(state);
    const bool held = state == v1::Case::STATE_ON_HOLD;
    EXPECT_EQ(MayMove(of, Move::kResume), held) << v1::Case::State_Name(state);
    EXPECT_EQ(MayMove(of, Move::kHold), !held && !Ended(of)) << v1::Case::State_Name(state);
  }
}

TEST(CaseLifecycle, AResumedCaseGoesBackToWhereItWas) {
  auto of = In(v1::Case::STATE_REVIEW_DUE);
  ASSERT_TRUE(Apply(of, Move::kHold, "on holiday", kNow).ok());
  EXPECT_EQ(of.state(), v1::Case::STATE_ON_HOLD);
  EXPECT_EQ(of.held_state(), v1::Case::STATE_REVIEW_DUE);
  EXPECT_EQ(of.state_reason(), "on holiday");
  ASSERT_TRUE(Apply(of, Move::kResume, "back", kNow + std::chrono::hours{1}).ok());
  EXPECT_EQ(of.state(), v1::Case::STATE_REVIEW_DUE);
  EXPECT_EQ(of.held_state(), v1::Case::STATE_UNSPECIFIED);
  EXPECT_EQ(InstantOf(of.state_time()), kNow + std::chrono::hours{1});
}

TEST(CaseLifecycle, AnIllegalMoveNamesTheStateAndChangesNothing) {
  auto of = In(v1::Case::STATE_DISCHARGED);
  const auto refused = Apply(of, Move::kHold, "no", kNow);
  EXPECT_EQ(ReasonOf(refused), v1::ERROR_REASON_STATE_FORBIDS);
  EXPECT_EQ(ErrorInfoOf(refused)->metadata().at("state"), "STATE_DISCHARGED");
  EXPECT_EQ(of.SerializeAsString(), In(v1::Case::STATE_DISCHARGED).SerializeAsString());
}

}  // namespace
}  // namespace midstance::cases

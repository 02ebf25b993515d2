#include "services/referrals/lifecycle.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "support/status.h"

namespace midstance::referrals {
namespace {

using v1::Referral;
using States = std::set<Referral::State>;

const States kSetbacks = {Referral::STATE_DECLINED, Referral::STATE_LOST, Referral::STATE_RETURNED};

// Every move there is.
const std::map<Referral::State, States>& Moves() {
  static const std::map<Referral::State, States> kMoves = [] {
    std::map<Referral::State, States> moves = {
        {Referral::STATE_DRAFTED, {Referral::STATE_SENT}},
        {Referral::STATE_ACTED_ON, {}},
        {Referral::STATE_LOST, {Referral::STATE_SENT}},
        {Referral::STATE_RETURNED, {Referral::STATE_SENT}},
    };
    // What the receiver tells counts also of what was given up.
    for (const auto from : kSetbacks) {
      moves[from].insert({Referral::STATE_ACKNOWLEDGED, Referral::STATE_SCHEDULED,
                          Referral::STATE_SEEN, Referral::STATE_REPORT_RECEIVED});
      for (const auto to : {Referral::STATE_DECLINED, Referral::STATE_RETURNED}) {
        if (to != from) moves[from].insert(to);
      }
    }
    const std::vector<Referral::State> way = {
        Referral::STATE_SENT,      Referral::STATE_DELIVERED, Referral::STATE_ACKNOWLEDGED,
        Referral::STATE_SCHEDULED, Referral::STATE_SEEN,      Referral::STATE_REPORT_RECEIVED,
        Referral::STATE_ACTED_ON};
    for (std::size_t from = 0; from + 1 < way.size(); ++from) {
      moves[way[from]] = kSetbacks;
      for (std::size_t to = from + 1; to < way.size(); ++to) moves[way[from]].insert(way[to]);
    }
    for (auto& [from, to] : moves) to.insert(Referral::STATE_CLOSED);
    return moves;
  }();
  return kMoves;
}

std::vector<Referral::State> AllStates() {
  std::vector<Referral::State> all;
  for (int state = Referral::State_MIN; state <= Referral::State_MAX; ++state) {
    all.push_back(static_cast<Referral::State>(state));
  }
  return all;
}

rpc::Call CallOf(const std::string& who) {
  rpc::Call call;
  call.principal.name = who;
  return call;
}

Referral In(Referral::State state) {
  Referral referral;
  referral.set_name("patients/p/cases/c/referrals/r");
  referral.set_state(state);
  return referral;
}

TEST(ReferralMoves, AreThoseOfTheTableAndNoOthers) {
  for (const auto from : AllStates()) {
    for (const auto to : AllStates()) {
      const auto legal = Moves().find(from);
      EXPECT_EQ(MayMove(from, to), legal != Moves().end() && legal->second.contains(to))
          << Referral::State_Name(from) << " to " << Referral::State_Name(to);
    }
  }
}

TEST(ReferralMoves, ReachEveryStateFromADraftAndTheEndFromEveryState) {
  const auto reach = [](Referral::State from) {
    States seen = {from};
    std::vector<Referral::State> next = {from};
    while (!next.empty()) {
      const auto at = next.back();
      next.pop_back();
      for (const auto to : AllStates()) {
        if (MayMove(at, to) && seen.insert(to).second) next.push_back(to);
      }
    }
    return seen;
  };
  const auto from_draft = reach(Referral::STATE_DRAFTED);
  EXPECT_EQ(from_draft.size(), AllStates().size() - 1);  // all but UNSPECIFIED
  for (const auto state : from_draft) {
    EXPECT_TRUE(reach(state).contains(Referral::STATE_CLOSED)) << Referral::State_Name(state);
    EXPECT_EQ(reach(state).size() == 1, state == Referral::STATE_CLOSED)
        << Referral::State_Name(state) << " is an end";
  }
}

// Goes every legal move once, as every kind of caller, with a reason and without.
TEST(ReferralMoves, AreAPersonsAndHaveAReasonWhereTheyLeadOffTheWay) {
  for (const auto& [from, all] : Moves()) {
    for (const auto to : all) {
      SCOPED_TRACE(Referral::State_Name(from) + " to " + Referral::State_Name(to));
      for (const char* nobody :
           {"", "system", "system/jobs", "patients/p/cases/c/checkInLinks/l"}) {
        auto referral = In(from);
        EXPECT_EQ(ReasonOf(Move(CallOf(nobody), to, Instant{}, "why", referral)),
                  v1::ERROR_REASON_STATE_FORBIDS)
            << nobody;
        EXPECT_EQ(referral.state(), from);
        EXPECT_EQ(referral.steps_size(), 0);
      }
      auto silent = In(from);
      const bool needs_reason = to == Referral::STATE_CLOSED || kSetbacks.contains(to);
      EXPECT_EQ(ReasonOf(Move(CallOf("users/anna"), to, Instant{}, "", silent)),
                needs_reason ? v1::ERROR_REASON_FIELD_INVALID : v1::ERROR_REASON_UNSPECIFIED);
      EXPECT_EQ(silent.state(), needs_reason ? from : to);
      auto told = In(from);
      ASSERT_TRUE(Move(CallOf("users/anna"), to, Instant{}, "why", told).ok());
      ASSERT_EQ(told.steps_size(), 1);
      EXPECT_EQ(told.steps(0).actor(), "users/anna");
      EXPECT_EQ(told.steps(0).note(), "why");
      EXPECT_EQ(told.steps(0).state(), to);
    }
  }
}

}  // namespace
}  // namespace midstance::referrals

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "services/rulesets/revisions_fixture.h"

// Who goes back to the rules before, and until when alone.
namespace midstance::rulesets {
namespace {

using std::chrono::days;
using std::chrono::hours;
using ::testing::ElementsAre;

using GoingBack = Revisions;

TEST_F(GoingBack, OneGoesBackToTheRevisionBeforeAloneAndWithoutABackTest) {
  const auto shipped = Shipped();
  const auto proposed = Propose();
  tester_.now += hours{1};
  ASSERT_TRUE(Activate(lea_, proposed, Tried(proposed)).ok());
  tester_.now += hours{1};
  const auto back = Activate(anna_, shipped, "");
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_TRUE(back->rollback());
  EXPECT_EQ(Active()->name(), shipped.name());

  v1::ListRuleSetActivationsRequest list;
  list.set_parent(kRules);
  const auto all = tester_.Run(ListRuleSetActivations{engines_, tester_.sealer()}, anna_, list);
  ASSERT_TRUE(all.ok()) << all.status();
  std::vector<std::string> revisions;
  for (const auto& one : all->rule_set_activations()) revisions.push_back(one.revision());
  EXPECT_THAT(revisions, ElementsAre(shipped.name(), proposed.name(), shipped.name()));
}

TEST_F(GoingBack, WhatWasGoneBackFromIsAProposalAsAnyOther) {
  const auto shipped = Shipped();
  const auto proposed = Propose();
  tester_.now += hours{1};
  ASSERT_TRUE(Activate(lea_, proposed, Tried(proposed)).ok());
  tester_.now += hours{1};
  ASSERT_TRUE(Activate(anna_, shipped, "").ok());
  tester_.now += hours{1};
  EXPECT_EQ(ReasonOf(Activate(anna_, proposed, Tried(proposed)).status()),
            v1::ERROR_REASON_ANOTHER_PERSON_NEEDED);
  EXPECT_EQ(ReasonOf(Activate(lea_, proposed, "").status()), v1::ERROR_REASON_BACK_TEST_NEEDED);
  ASSERT_TRUE(Activate(lea_, proposed, Tried(proposed)).ok());
  tester_.now += hours{1};
  EXPECT_TRUE(Activate(anna_, shipped, "").ok());
}

TEST_F(GoingBack, IsForTheDaysAfterTheActivationAndLaterAnActivationAsAnyOther) {
  const auto shipped = Shipped();
  const auto proposed = Propose();
  tester_.now += hours{1};
  ASSERT_TRUE(Activate(lea_, proposed, Tried(proposed)).ok());
  tester_.now += kGoesBackAlone + std::chrono::microseconds{1};
  EXPECT_EQ(ReasonOf(Activate(anna_, shipped, "").status()), v1::ERROR_REASON_BACK_TEST_NEEDED);
  const auto losing = Tried(shipped, 1);
  EXPECT_EQ(ReasonOf(Activate(anna_, shipped, losing).status()),
            v1::ERROR_REASON_ANOTHER_PERSON_NEEDED);
  EXPECT_EQ(Active()->name(), proposed.name());
  const auto back = Activate(anna_, shipped, Tried(shipped));
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_FALSE(back->rollback());
  EXPECT_EQ(Active()->name(), shipped.name());
}

TEST_F(GoingBack, IsPossibleAloneUpToTheLastMomentOfThoseDays) {
  const auto shipped = Shipped();
  const auto proposed = Propose();
  const Instant begin = tester_.now + days{3};
  ASSERT_TRUE(Activate(lea_, proposed, Tried(proposed), begin).ok());
  // Counted from when it took effect, not from when it was decided.
  tester_.now = begin + kGoesBackAlone;
  const auto back = Activate(anna_, shipped, "");
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_TRUE(back->rollback());
}

TEST_F(GoingBack, DecidedInThoseDaysForALaterDayNeedsABackTest) {
  const auto shipped = Shipped();
  const auto proposed = Propose();
  tester_.now += hours{1};
  ASSERT_TRUE(Activate(lea_, proposed, Tried(proposed)).ok());
  tester_.now += days{1};
  const auto late = Activate(anna_, shipped, "", tester_.now + days{30});
  EXPECT_EQ(ReasonOf(late.status()), v1::ERROR_REASON_BACK_TEST_NEEDED);
  EXPECT_TRUE(Activate(anna_, shipped, "", tester_.now + days{2}).ok());
}

}  // namespace
}  // namespace midstance::rulesets

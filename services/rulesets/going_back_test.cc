#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "services/rulesets/revisions_fixture.h"

// Who goes back to the rules before, and until when alone.
namespace midstance::rulesets {
namespace {

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

}  // namespace
}  // namespace midstance::rulesets

#include "services/rules/untried.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "services/rules/testing.h"

namespace midstance::rules {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> UntriedOf(const std::function<void(v1::RuleSet&)>& change) {
  auto set = *ParseRuleSet(RunningHipCore());
  change(set);
  const auto changed = CompileInUtc(set);
  EXPECT_TRUE(changed.ok()) << changed.status();
  return UntriedChanges(CoreInUtc(), *changed);
}

v1::Rule& RuleIn(v1::RuleSet& set, const std::string& id) {
  return *std::ranges::find(*set.mutable_rules(), id, &v1::Rule::id);
}

TEST(Untried, AreTheRulesOnWhatTheServerAloneKnowsThatAreTakenOutOrJudgeOtherwise) {
  EXPECT_THAT(UntriedOf([](v1::RuleSet& set) {
                auto& rules = *set.mutable_rules();
                rules.erase(std::ranges::find(rules, "safety-net-unacknowledged", &v1::Rule::id));
                RuleIn(set, "overdue-checkin").mutable_outcome()->set_destination("manager");
              }),
              ElementsAre("overdue-checkin", "safety-net-unacknowledged"));
  EXPECT_THAT(
      UntriedOf([](v1::RuleSet& set) { RuleIn(set, "overdue-checkin").set_urgency(v1::SOON); }),
      ElementsAre("overdue-checkin"));
}

TEST(Untried, AreThoseToWhomAFindingOrAWindowMeansSomethingElse) {
  EXPECT_THAT(
      UntriedOf([](v1::RuleSet& set) {
        auto& states = *set.mutable_derived();
        const auto state = std::ranges::find(states, "unsettled_swelling", &v1::Derived::id);
        state->mutable_present()->mutable_all_of()->mutable_of(0)->mutable_value()->set_than(2);
      }),
      ElementsAre("overdue-checkin"));
  EXPECT_THAT(UntriedOf([](v1::RuleSet& set) {
                set.mutable_defaults()->mutable_composite_window()->set_days(13);
              }),
              Contains("safety-net-unacknowledged"));
}

TEST(Untried, AreNoneWhereOnlyWordsOrOtherRulesChange) {
  EXPECT_THAT(UntriedOf([](v1::RuleSet& set) {
                RuleIn(set, "overdue-checkin").set_title("Where is she?");
                RuleIn(set, "overdue-checkin").mutable_outcome()->set_basis("Nothing came.");
                RuleIn(set, "worsening-trend").set_urgency(v1::URGENT);
              }),
              IsEmpty());
}

}  // namespace
}  // namespace midstance::rules

#include "services/rules/numbers.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include "services/rules/testing.h"

namespace midstance::rules {
namespace {

using ::testing::ElementsAre;

v1::Rule RuleOf(const std::string& text) {
  const auto set = ParseRuleSet("rules {" + text + "}");
  EXPECT_TRUE(set.ok()) << set.status();
  return set.ok() ? set->rules(0) : v1::Rule();
}

std::vector<std::string> Paths(const v1::Rule& rule) {
  std::vector<std::string> paths;
  for (const auto& number : NumbersOf(rule)) paths.push_back(number.path);
  return paths;
}

const v1::Rule& Mixed() {
  static const v1::Rule kMixed = RuleOf(R"(
    id: "mixed"
    when { any_of {
      of { run { of: "swollen" min_entries: 2 span { days: 7 } } }
      of { seen { entry { value { code: "swelling" op: GT than: 0 } } window { days: 3 } } }
    } }
    upgrades { when { trend { code: "rest" direction: RISING at_least: 1.5 over { days: 14 } } }
               urgency: URGENT }
  )");
  return kMixed;
}

TEST(RuleNumbers, AreToldWhereTheyStandInTheRule) {
  EXPECT_THAT(Paths(Mixed()),
              ElementsAre("when.any_of[0].run.min_entries", "when.any_of[0].run.span.days",
                          "when.any_of[1].seen.entry.value.than", "when.any_of[1].seen.window.days",
                          "upgrades[0].when.trend.at_least", "upgrades[0].when.trend.over.days"));
}

TEST(RuleNumbers, AreSetOneAtATime) {
  for (const auto& number : NumbersOf(Mixed())) {
    v1::Rule rule = Mixed();
    ASSERT_TRUE(SetNumber(number.path, number.value + 1, rule)) << number.path;
    for (const auto& now : NumbersOf(rule)) {
      const auto same = [&](const RuleNumber& one) { return one.path == now.path; };
      const auto all = NumbersOf(Mixed());
      const auto before = std::find_if(all.begin(), all.end(), same);
      ASSERT_NE(before, all.end());
      EXPECT_EQ(now.value, before->value + (now.path == number.path ? 1 : 0)) << now.path;
    }
  }
}

TEST(RuleNumbers, TakeNoValueThatTheyCannotHold) {
  v1::Rule rule = Mixed();
  EXPECT_FALSE(SetNumber("when.any_of[0].run.span.days", 7.5, rule));
  EXPECT_FALSE(SetNumber("when.any_of[0].run.span.days", 1e12, rule));
  EXPECT_FALSE(
      SetNumber("upgrades[0].when.trend.at_least", std::numeric_limits<double>::quiet_NaN(), rule));
  EXPECT_FALSE(SetNumber("when.run.span.days", 7, rule));
  EXPECT_EQ(rule.SerializeAsString(), Mixed().SerializeAsString());
}

TEST(RuleNumbers, OfEveryShippedRuleCanBeSetToWhatTheyAre) {
  const auto core = CoreInUtc();
  for (const auto& rule : core.source().rules()) {
    v1::Rule same = rule;
    for (const auto& number : NumbersOf(rule)) {
      EXPECT_TRUE(SetNumber(number.path, number.value, same)) << rule.id() << " " << number.path;
    }
    EXPECT_EQ(same.SerializeAsString(), rule.SerializeAsString()) << rule.id();
  }
}

}  // namespace
}  // namespace midstance::rules

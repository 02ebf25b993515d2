#include "services/rules/scenario_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/rules/testing.h"

namespace midstance::rules {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;

CompiledRuleSet OneRule() {
  return *CompileInUtc(*ParseRuleSet(R"(
    id: "small" title: "Small" version: "7" defaults { composite_window { days: 14 } run_gap { days: 21 } }
    codes { code: "red" display: "Red" question: "Red?" kind: FLAG keying: SITE }
    rules {
      id: "a" title: "Something red" key: EACH_SITE urgency: SOON
      when { seen { entry { present: "red" } } }
      outcome { actions: OPEN_ESCALATION destination: "gp" basis: "x" }
    })"));
}

ScenarioSource Telling(const std::string& answer, const std::string& expected) {
  return {"red.textproto", *ParseScenarioFile(R"(
    rule_set: "small"
    scenarios {
      name: "a red knee" rule: "a" kind: POSITIVE
      entries { area: KNEE side: LEFT observed { key: "red" value: ")" +
                                              answer + R"(" } }
      expect { )" + expected + R"( }
    })")};
}

TEST(ScenarioReport, CountsTheScenariosOfARuleByKind) {
  const std::vector<ScenarioSource> sources = {
      Telling("present", R"(raised { rule: "a" site { area: KNEE side: LEFT } })")};
  const auto rules = OneRule();
  const auto report = RunScenarios(rules, sources);
  EXPECT_TRUE(report.Passed());
  EXPECT_THAT(report.rules,
              ElementsAre(AllOf(Field(&RuleTally::rule, "a"), Field(&RuleTally::positive, 1),
                                Field(&RuleTally::near_miss, 0), Field(&RuleTally::failed, 0))));
  EXPECT_THAT(ReportText(rules, report),
              AllOf(HasSubstr("small 7: Small"), HasSubstr("Something red"),
                    HasSubstr("1 rules, 1 scenarios"), HasSubstr("0 failed")));
}

TEST(ScenarioReport, SaysWhichScenarioFailsAndWhy) {
  const std::vector<ScenarioSource> sources = {
      Telling("absent", R"(raised { rule: "a" site { area: KNEE side: LEFT } })")};
  const auto rules = OneRule();
  const auto report = RunScenarios(rules, sources);
  EXPECT_FALSE(report.Passed());
  EXPECT_THAT(ReportText(rules, report),
              AllOf(HasSubstr("FAILED red.textproto, a: a red knee"), HasSubstr("a does not hold"),
                    HasSubstr("1 failed")));
}

TEST(ScenarioReport, RefusesAScenarioOfARuleThatTheSetHasNot) {
  auto source = Telling("absent", "nothing: true");
  source.file.mutable_scenarios(0)->set_rule("b");
  const std::vector<ScenarioSource> sources = {source};
  EXPECT_THAT(RunScenarios(OneRule(), sources).failures,
              ElementsAre(Field(&ScenarioFailure::problems, ElementsAre("there is no rule b"))));
}

TEST(ScenarioReport, RefusesAScenarioOfAnotherRuleSet) {
  auto source = Telling("absent", "nothing: true");
  source.file.set_rule_set("other");
  const std::vector<ScenarioSource> sources = {source};
  EXPECT_THAT(RunScenarios(OneRule(), sources).failures,
              ElementsAre(Field(&ScenarioFailure::problems, ElementsAre(HasSubstr("other")))));
}

TEST(ScenarioReport, NoScenarioAtAllIsNoPass) {
  const auto report = RunScenarios(OneRule(), {});
  EXPECT_THAT(report.failures, IsEmpty());
  EXPECT_FALSE(report.Passed());
}

}  // namespace
}  // namespace midstance::rules

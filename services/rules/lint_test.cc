#include "services/rules/lint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/rules/testing.h"

namespace midstance::rules {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;

v1::RuleSet Small() {
  auto set = ParseRuleSet(R"(
    id: "small" defaults { composite_window { days: 14 } run_gap { days: 21 } }
    codes { code: "pain" display: "Pain" question: "Pain?" kind: NUMBER keying: SITE upper: 10 whole: true }
    codes { code: "red" display: "Red" question: "Red?" kind: FLAG keying: SITE }
    codes { code: "walk" display: "Walk" question: "Walk?" kind: CHOICE keying: SITE choices: ["full", "limp"] }
    rules {
      id: "a" title: "A" key: EACH_SITE urgency: SOON
      when { seen { entry { value { code: "pain" op: GE than: 5 } } } }
      outcome { actions: OPEN_ESCALATION destination: "gp" basis: "x" }
      might_mean: "something" sources { key: "decision" }
    })");
  return *set;
}

std::vector<v1::ScenarioFile> Enough() {
  return {*ParseScenarioFile(R"(
    rule_set: "small"
    scenarios { name: "p" rule: "a" kind: POSITIVE }
    scenarios { name: "n" rule: "a" kind: NEAR_MISS }
    scenarios { name: "t" rule: "a" kind: TRAP })")};
}

auto WarnsAt(const std::string& path, const std::string& text) {
  return Contains(AllOf(Field(&Warning::path, path), Field(&Warning::text, HasSubstr(text))));
}

v1::Value& ValueOf(v1::RuleSet& set) {
  return *set.mutable_rules(0)->mutable_when()->mutable_seen()->mutable_entry()->mutable_value();
}

TEST(Lint, FindsNothingInASoundRule) {
  EXPECT_THAT(Lint(*CompileInUtc(Small()), Enough()), IsEmpty());
}

TEST(Lint, FindsNothingInTheShippedRuleSet) {
  std::vector<v1::ScenarioFile> files;
  for (const auto& file : ShippedScenarios()) files.push_back(*ParseScenarioFile(file.text));
  for (const auto& warning : Lint(CoreInUtc(), files)) {
    ADD_FAILURE() << warning.path << ": " << warning.text;
  }
}

TEST(Lint, FindsALimitThatTheCodeNeverReaches) {
  v1::RuleSet set = Small();
  ValueOf(set).set_than(50);
  EXPECT_THAT(Lint(*CompileInUtc(set), Enough()),
              WarnsAt("rules[0].when.seen.entry.value", "never gets there"));
}

TEST(Lint, FindsALimitThatEveryAnswerReaches) {
  v1::RuleSet set = Small();
  ValueOf(set).set_than(0);
  EXPECT_THAT(Lint(*CompileInUtc(set), Enough()),
              WarnsAt("rules[0].when.seen.entry.value", "every answer"));
}

TEST(Lint, FindsAFractionOfAWholeNumber) {
  v1::RuleSet set = Small();
  ValueOf(set).set_than(4.5);
  EXPECT_THAT(Lint(*CompileInUtc(set), Enough()),
              WarnsAt("rules[0].when.seen.entry.value", "whole numbers"));
}

TEST(Lint, FindsAChoiceThatEveryAnswerSatisfies) {
  v1::RuleSet set = Small();
  auto& entry = *set.mutable_rules(0)->mutable_when()->mutable_seen()->mutable_entry();
  entry.mutable_choice()->set_code("walk");
  entry.mutable_choice()->add_is("full");
  entry.mutable_choice()->add_is("limp");
  EXPECT_THAT(Lint(*CompileInUtc(set), Enough()),
              WarnsAt("rules[0].when.seen.entry.choice", "every answer"));
}

TEST(Lint, FindsARuleWithoutSourceOrScenario) {
  v1::RuleSet set = Small();
  set.mutable_rules(0)->clear_sources();
  const auto warnings = Lint(*CompileInUtc(set), {});
  EXPECT_THAT(warnings, WarnsAt("rules[0]", "no source"));
  EXPECT_THAT(warnings, WarnsAt("rules[0]", "in which it holds"));
  EXPECT_THAT(warnings, WarnsAt("rules[0]", "just misses"));
  EXPECT_THAT(warnings, WarnsAt("rules[0]", "is no flag"));
}

TEST(Lint, FindsAPartThatIsNeverReached) {
  v1::RuleSet set = Small();
  const v1::Condition when = set.rules(0).when();
  auto& any = *set.mutable_rules(0)->mutable_when()->mutable_any_of();
  *any.add_of() = when;
  *any.add_of() = when;
  EXPECT_THAT(Lint(*CompileInUtc(set), Enough()),
              ElementsAre(AllOf(Field(&Warning::path, "rules[0].when.any_of[1]"),
                                Field(&Warning::text, HasSubstr("rules[0].when.any_of[0]")))));
}

TEST(Lint, FindsAnEmergencyThatAGuardHoldsBack) {
  v1::RuleSet set = Small();
  const v1::Condition when = set.rules(0).when();
  set.mutable_rules(0)->set_urgency(v1::EMERGENCY);
  auto& all = *set.mutable_rules(0)->mutable_when()->mutable_all_of();
  *all.add_of() = when;
  all.add_of()->mutable_unless()->mutable_seen()->mutable_entry()->set_present("red");
  EXPECT_THAT(Lint(*CompileInUtc(set), Enough()), WarnsAt("rules[0].when", "never protects"));
}

TEST(Lint, FindsAnUpgradeToAnEmergencyThatSendsToNoEmergencyDestination) {
  v1::RuleSet set = Small();
  auto& upgrade = *set.mutable_rules(0)->add_upgrades();
  upgrade.set_urgency(v1::EMERGENCY);
  upgrade.mutable_when()->mutable_seen()->mutable_entry()->set_present("red");
  EXPECT_THAT(Lint(*CompileInUtc(set), Enough()),
              WarnsAt("rules[0].upgrades[0]", "name a destination"));
  upgrade.set_destination("emergency-department");
  EXPECT_THAT(Lint(*CompileInUtc(set), Enough()), IsEmpty());
}

TEST(Lint, FindsAGuardUsedAsEvidence) {
  v1::RuleSet set = Small();
  auto& seen = *set.mutable_rules(0)->mutable_when()->mutable_not_()->mutable_seen();
  seen.mutable_entry()->set_present("red");
  EXPECT_THAT(Lint(*CompileInUtc(set), Enough()), WarnsAt("rules[0].when", "no evidence"));
}

TEST(Lint, FindsARunThatBreaksBeforeItIsLongEnough) {
  v1::RuleSet set = Small();
  auto& run = *set.mutable_rules(0)->mutable_when()->mutable_run();
  run.set_of("red");
  run.set_min_entries(2);
  run.mutable_span()->set_days(22);
  EXPECT_THAT(Lint(*CompileInUtc(set), Enough()), WarnsAt("rules[0].when.run", "breaks after 21"));
}

TEST(Lint, FindsADerivedStateThatNothingUses) {
  v1::RuleSet set = Small();
  auto& derived = *set.add_derived();
  derived.set_id("state");
  derived.mutable_present()->set_present("red");
  derived.mutable_absent()->mutable_not_()->set_present("red");
  EXPECT_THAT(Lint(*CompileInUtc(set), Enough()), WarnsAt("derived[0]", "no rule uses"));
}

}  // namespace
}  // namespace midstance::rules

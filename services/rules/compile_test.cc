#include "services/rules/compile.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <map>
#include <string>

#include "services/rules/testing.h"
#include "support/status.h"

namespace midstance::rules {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::Key;
using testing::Pair;
using testing::SizeIs;

constexpr std::string_view kHead = R"(
  id: "small" defaults { composite_window { days: 14 } run_gap { days: 21 } }
  codes { code: "pain" display: "Pain" question: "Pain?" kind: NUMBER keying: SITE upper: 10 }
  codes { code: "red" display: "Red" question: "Red?" kind: FLAG keying: SITE }
  codes { code: "fever" display: "Fever" question: "Fever?" kind: FLAG keying: PATIENT }
  codes { code: "walk" display: "Walk" question: "Walk?" kind: CHOICE keying: SITE choices: ["full", "limp"] }
)";

std::string Rule(const std::string& when, const std::string& key = "EACH_SITE") {
  return "rules { id: \"a\" title: \"A\" urgency: SOON key: " + key + " when { " + when +
         " } outcome { actions: OPEN_ESCALATION basis: \"{site}\" } }";
}

std::map<std::string, std::string> ProblemsOf(const std::string& text) {
  const auto parsed = ParseRuleSet(std::string(kHead) + text);
  if (!parsed.ok()) return {{"parse", std::string(parsed.status().message())}};
  const auto compiled = CompileInUtc(*parsed);
  std::map<std::string, std::string> problems;
  if (compiled.ok()) return problems;
  EXPECT_EQ(ReasonOf(compiled.status()), ::midstance::v1::ERROR_REASON_RULE_SET_INVALID);
  const auto violations = BadRequestOf(compiled.status());
  for (const auto& violation : violations->field_violations()) {
    problems[violation.field()] += violation.description();
  }
  return problems;
}

TEST(Compile, AcceptsASoundRuleSet) {
  EXPECT_THAT(ProblemsOf(Rule("seen { entry { present: \"red\" } }")), SizeIs(0));
}

TEST(Compile, ReportsEveryProblemAtOnceWithItsPath) {
  const auto problems = ProblemsOf(
      Rule("any_of { of { run { of: \"swollen\" } } of { seen { entry { value { code: \"red\" op: "
           "GE than: 1 } } } } of { seen { entry { choice { code: \"walk\" is: \"run\" } } } } }") +
      "rules { id: \"A b\" }");
  EXPECT_THAT(problems,
              AllOf(Contains(Pair("rules[0].when.any_of[0].run.of",
                                  HasSubstr("unknown derived state or FLAG code \"swollen\""))),
                    Contains(Key("rules[1].id")), Contains(Key("rules[1].title")),
                    Contains(Key("rules[1].key")), Contains(Key("rules[1].when")),
                    Contains(Key("rules[1].urgency")), Contains(Key("rules[1].outcome.actions")),
                    Contains(Key("rules[1].outcome.basis"))));
}

TEST(Compile, ChecksTheKindOfACode) {
  EXPECT_THAT(ProblemsOf(Rule("seen { entry { value { code: \"red\" op: GE than: 1 } } }")),
              Contains(Pair("rules[0].when.seen.entry.value.code", HasSubstr("is not a NUMBER"))));
  EXPECT_THAT(ProblemsOf(Rule("seen { entry { present: \"pain\" } }")),
              Contains(Pair("rules[0].when.seen.entry.present", HasSubstr("is not a FLAG"))));
  EXPECT_THAT(ProblemsOf(Rule("seen { entry { choice { code: \"walk\" is: \"run\" } } }")),
              Contains(Pair("rules[0].when.seen.entry.choice.is", HasSubstr("no choice"))));
}

TEST(Compile, RefusesATestThatHoldsForAnEmptyReport) {
  EXPECT_THAT(ProblemsOf(Rule("seen { entry { not_asked: \"red\" } }")),
              Contains(Pair("rules[0].when.seen.entry", HasSubstr("positive finding"))));
}

TEST(Compile, RefusesARuleThatHoldsAtEverySiteOfSomeArea) {
  EXPECT_THAT(ProblemsOf(Rule("unless { not { seen { areas: HIP entry { present: \"red\" } } } }")),
              Contains(Pair("rules[0].when", HasSubstr("nothing was reported"))));
}

TEST(Compile, RefusesARuleThatHoldsForNobody) {
  EXPECT_THAT(ProblemsOf(Rule("unless { seen { entry { present: \"red\" } } }")),
              Contains(Pair("rules[0].when", HasSubstr("nothing was reported"))));
}

TEST(Compile, RefusesASiteInARuleOncePerPatient) {
  EXPECT_THAT(ProblemsOf(Rule("seen { entry { present: \"red\" } }", "ONCE_PER_PATIENT")),
              Contains(Pair("rules[0].when.seen", HasSubstr("ANY_SITE"))));
  EXPECT_THAT(ProblemsOf(Rule("run { of: \"red\" }", "ONCE_PER_PATIENT")),
              Contains(Key("rules[0].when.run.of")));
  EXPECT_THAT(
      ProblemsOf(Rule("seen { at: ANY_SITE entry { present: \"red\" } }", "ONCE_PER_PATIENT")),
      SizeIs(0));
}

TEST(Compile, RefusesAreasThatAreNoneAndThoseOfAPatient) {
  EXPECT_THAT(ProblemsOf(Rule("seen { areas: AREA_UNSPECIFIED entry { present: \"red\" } }")),
              Contains(Key("rules[0].when.seen.areas[0]")));
  EXPECT_THAT(
      ProblemsOf(Rule("seen { areas: HIP entry { present: \"fever\" } }", "ONCE_PER_PATIENT")),
      Contains(Key("rules[0].when.seen.areas")));
  EXPECT_THAT(ProblemsOf(Rule("seen { areas: HIP at: ANY_SITE entry { present: \"red\" } }",
                              "ONCE_PER_PATIENT")),
              SizeIs(0));
}

TEST(Compile, RefusesATrendThatMayLieLessApartThanItMust) {
  const std::string trend =
      "trend { code: \"pain\" direction: RISING at_least: 1 over { days: 5 } ";
  EXPECT_THAT(ProblemsOf(Rule(trend + "within { days: 4 } }")),
              Contains(Key("rules[0].when.trend.within")));
  EXPECT_THAT(ProblemsOf(Rule(trend + "within { days: 5 } }")), SizeIs(0));
}

TEST(Compile, RefusesASiteInAFact) {
  EXPECT_THAT(ProblemsOf(Rule("fact { entry { present: \"red\" } }")),
              Contains(Key("rules[0].when.fact.entry")));
}

TEST(Compile, RefusesARunInsideWithin) {
  EXPECT_THAT(ProblemsOf(Rule("all_of { within { days: 3 } of { run { of: \"red\" } } }")),
              Contains(Pair("rules[0].when.all_of[0].run", HasSubstr("within"))));
  EXPECT_THAT(ProblemsOf(Rule("any_of { within { days: 3 } of { run { of: \"red\" } } }")),
              Contains(Key("rules[0].when.any_of.within")));
}

TEST(Compile, RefusesSpansAndNumbersOutOfRange) {
  EXPECT_THAT(ProblemsOf(Rule("run { of: \"red\" span { days: 0 } }")),
              Contains(Key("rules[0].when.run.span.days")));
  EXPECT_THAT(ProblemsOf(Rule("run { of: \"red\" min_entries: -1 }")),
              Contains(Key("rules[0].when.run.min_entries")));
  EXPECT_THAT(ProblemsOf(Rule("run { of: \"red\" rise { code: \"pain\" at_least: 0 } }")),
              Contains(Key("rules[0].when.run.rise.at_least")));
  EXPECT_THAT(ProblemsOf(Rule("seen { entry { value { code: \"pain\" op: GE than: nan } } }")),
              Contains(Key("rules[0].when.seen.entry.value.than")));
  EXPECT_THAT(ProblemsOf(Rule("repeats { of: \"red\" at_least: 1 within { days: 9 } }")),
              Contains(Key("rules[0].when.repeats.at_least")));
  EXPECT_THAT(ProblemsOf(Rule("trend { code: \"pain\" at_least: 2 over { days: 3 } }")),
              Contains(Key("rules[0].when.trend.direction")));
}

TEST(Compile, RefusesAFamilyThatDoesNotAgreeWithItsRules) {
  const std::string rule = Rule("seen { entry { present: \"red\" } }");
  EXPECT_THAT(ProblemsOf(rule + "families { id: \"f\" rules_low_to_high: [\"a\", \"b\"] }"),
              AllOf(Contains(Key("rules[0].family")),
                    Contains(Pair("families[0].rules_low_to_high[1]", HasSubstr("\"b\"")))));
}

TEST(Compile, RefusesASlotThatNothingFills) {
  std::string rule = Rule("seen { entry { present: \"red\" } }");
  rule.replace(rule.find("{site}"), 6, "on {day}");
  EXPECT_THAT(ProblemsOf(rule), Contains(Pair("rules[0].outcome.basis", HasSubstr("{day}"))));
}

TEST(Compile, RefusesWhatIsNestedTooDeep) {
  std::string test = "present: \"red\"";
  for (int i = 0; i < 40; ++i) test = "not { " + test + " }";
  const auto problems = ProblemsOf(Rule("seen { entry { " + test + " } }"));
  ASSERT_THAT(problems, SizeIs(1));
  EXPECT_THAT(problems.begin()->second, HasSubstr("nested deeper"));
}

TEST(Compile, RefusesDerivedStatesThatMultiply) {
  std::string derived;
  std::string below = "red";
  for (int i = 0; i < 40; ++i) {
    const std::string id = "d" + std::to_string(i);
    derived += "derived { id: \"" + id + "\" present { all_of { of { present: \"" + below +
               "\" } of { present: \"" + below + "\" } } } absent { not { present: \"red\" } } }";
    below = id;
  }
  const auto problems = ProblemsOf(derived + Rule("seen { entry { present: \"red\" } }"));
  EXPECT_THAT(problems, Contains(Pair("derived[9]", HasSubstr("too often"))));
}

TEST(Compile, NamesARevisionByItsContent) {
  const auto parsed = *ParseRuleSet(RunningHipCore());
  auto other = parsed;
  other.mutable_rules(0)->set_urgency(v1::SOON);
  EXPECT_EQ(CompileInUtc(parsed)->digest(), CompileInUtc(parsed)->digest());
  EXPECT_NE(CompileInUtc(parsed)->digest(), CompileInUtc(other)->digest());
  EXPECT_THAT(CompileInUtc(parsed)->digest(), testing::MatchesRegex("[0-9a-f]{64}"));
}

TEST(Vocabulary, TellsACallerWhatACodeTakes) {
  const auto rules = CoreInUtc();
  EXPECT_EQ(rules.Find("unheard_of"), nullptr);
  const CodeInfo* pattern = rules.Find("night_pattern");
  ASSERT_NE(pattern, nullptr);
  EXPECT_EQ(pattern->kind, v1::Code::CHOICE);
  EXPECT_FALSE(pattern->OfPatient());
  EXPECT_EQ(pattern->ChoiceIndex("unremitting"), 2);
  EXPECT_EQ(pattern->ChoiceIndex("sometimes"), -1);
  const CodeInfo* temperature = rules.Find("temp_c");
  ASSERT_NE(temperature, nullptr);
  EXPECT_TRUE(temperature->OfPatient());
  EXPECT_EQ(temperature->unit, "C");
  EXPECT_EQ(temperature->lower, 30);
  EXPECT_EQ(temperature->upper, 45);
}

TEST(RuleSetText, SaysInWhichLineItIsWrong) {
  const auto parsed = ParseRuleSet("id: \"a\"\nrules { colour: 1 }");
  ASSERT_FALSE(parsed.ok());
  EXPECT_EQ(ReasonOf(parsed.status()), ::midstance::v1::ERROR_REASON_RULE_SET_INVALID);
  EXPECT_THAT(BadRequestOf(parsed.status())->field_violations(0).field(), HasSubstr("line 2"));
}

TEST(Compile, WantsOtherUnitsOfNumbersThatHaveOneAndACautionWithItsSource) {
  const auto problems = ProblemsOf(R"(
    codes { code: "force" display: "F" question: "F?" kind: NUMBER keying: SITE upper: 9 unit: "N"
            other_units { unit: "N" factor: 1 } other_units { unit: "kg" factor: 0 } }
    codes { code: "flag" display: "F" question: "F?" kind: FLAG keying: SITE
            other_units { unit: "kg" factor: 2 } measurement_error: 5 }
    codes { code: "test" display: "T" question: "T?" kind: FLAG keying: SITE caution: "weak" })" +
                                   Rule(R"(seen { entry { present: "red" } })"));
  EXPECT_THAT(problems, Contains(Key("codes[4].other_units[0].unit")));
  EXPECT_THAT(problems, Contains(Key("codes[4].other_units[1].factor")));
  EXPECT_THAT(problems, Contains(Key("codes[5].other_units")));
  EXPECT_THAT(problems, Contains(Key("codes[5].measurement_error")));
  EXPECT_THAT(problems, Contains(Key("codes[6].caution_source")));
}

TEST(Compile, KnowsTheFactorsOfACodesUnits) {
  const auto core = CoreInUtc();
  const auto* force = core.Find("force_hip_abduction");
  ASSERT_NE(force, nullptr);
  EXPECT_EQ(force->FactorOf(""), 1);
  EXPECT_EQ(force->FactorOf("N"), 1);
  EXPECT_EQ(force->FactorOf("kg"), 9.80665);
  EXPECT_EQ(force->FactorOf("lb"), std::nullopt);
}

// A set of codes holds every code that there may be.
TEST(CodeSets, HoldTheFirstCodeAndTheLast) {
  constexpr auto kLast = static_cast<CodeIndex>(kMostCodes - 1);
  CodeSet codes;
  EXPECT_TRUE(codes.Empty());
  codes.Add(CodeIndex{0});
  codes.Add(kLast);
  EXPECT_TRUE(codes.Has(0) && codes.Has(kLast) && !codes.Has(64));
  CodeSet other;
  other.Add(kLast);
  EXPECT_TRUE(codes.Meets(other));
  int seen = 0;
  codes.ForEach([&](CodeIndex code) { seen += code; });
  EXPECT_EQ(seen, kLast);
  codes.Clear();
  EXPECT_TRUE(codes.Empty() && !codes.Meets(other));
}

}  // namespace
}  // namespace midstance::rules

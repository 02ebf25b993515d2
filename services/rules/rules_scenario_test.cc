#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "services/rules/compile.h"
#include "services/rules/scenario.h"
#include "services/rules/scenario_report.h"
#include "services/rules/testing.h"

namespace midstance::rules {
namespace {

constexpr std::string_view kSuppressors = "suppressors";

// Compiled once for all tests of a process.
const CompiledRuleSet& Core() {
  static const CompiledRuleSet kCore = CoreInUtc();
  return kCore;
}

// One test per shipped scenario, named by file and number so that it can be picked.
class Shipped : public testing::Test {
 public:
  explicit Shipped(v1::Scenario scenario) : scenario_(std::move(scenario)) {}
  void TestBody() override {
    const auto problems = RunScenario(Core(), scenario_);
    EXPECT_TRUE(problems.empty()) << scenario_.name() << "\n  " << [&] {
      std::string all;
      for (const auto& problem : problems) all += problem + "\n  ";
      return all;
    }();
  }

 private:
  v1::Scenario scenario_;
};

TEST(ShippedRuleSet, Compiles) {
  const auto parsed = ParseRuleSet(RunningHipCore());
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  const auto compiled = CompileInUtc(*parsed);
  ASSERT_TRUE(compiled.ok()) << compiled.status();
  EXPECT_EQ(compiled->digest().size(), 64U);
}

// The rows of the table of red flags: the id of a rule, which never changes, and its urgency.
struct Row {
  std::string_view rule;
  v1::Urgency urgency;
};
constexpr std::array<Row, 52> kRows{{
    {"swelling-unsettled-72h", v1::WATCH},
    {"swelling-persistent", v1::SOON},
    {"swelling-persistent-escalated", v1::URGENT},
    {"swelling-recurrent", v1::SOON},
    {"hot-swollen-joint", v1::EMERGENCY},
    {"joint-redness-heat", v1::URGENT},
    {"rest-pain-persistent", v1::SOON},
    {"rest-pain-severe-rising", v1::URGENT},
    {"movement-blocked-by-pain", v1::URGENT},
    {"movement-restricted-persistent", v1::SOON},
    {"night-pain-unremitting", v1::URGENT},
    {"night-pain-unclassified", v1::SOON},
    {"night-pain-systemic", v1::URGENT},
    {"unable-to-weight-bear", v1::EMERGENCY},
    {"hip-trauma-fracture-dislocation", v1::EMERGENCY},
    {"bsi-femoral-neck-suspected", v1::URGENT},
    {"bsi-other-suspected", v1::SOON},
    {"fracture-rule-ottawa", v1::EMERGENCY},
    {"reds-indicators", v1::SOON},
    {"avn-risk-hip", v1::SOON},
    {"septic-joint-suspected", v1::EMERGENCY},
    {"mass-or-bone-swelling", v1::URGENT},
    {"cancer-history-bone-pain", v1::URGENT},
    {"constitutional-symptoms", v1::URGENT},
    {"inflammatory-pattern", v1::SOON},
    {"multi-joint-swelling", v1::SOON},
    {"cauda-equina", v1::EMERGENCY},
    {"progressive-neuro-deficit", v1::URGENT},
    {"radicular-persistent", v1::SOON},
    {"dvt-suspected", v1::EMERGENCY},
    {"chest-breath-syncope", v1::EMERGENCY},
    {"acute-compartment", v1::EMERGENCY},
    {"rhabdomyolysis-suspected", v1::EMERGENCY},
    {"limb-ischaemia", v1::EMERGENCY},
    {"exertional-vascular-or-compartment", v1::WATCH},
    {"hamstring-avulsion-suspected", v1::URGENT},
    {"achilles-rupture-suspected", v1::URGENT},
    {"mechanical-hip-symptoms", v1::SOON},
    {"joint-locked", v1::URGENT},
    {"hernia-strangulated", v1::EMERGENCY},
    {"groin-lump", v1::SOON},
    {"acute-abdomen-or-testicular", v1::EMERGENCY},
    {"urogenital-mimic", v1::URGENT},
    {"adolescent-hip-knee-limp", v1::EMERGENCY},
    {"child-night-or-systemic", v1::URGENT},
    {"child-limp-duration", v1::URGENT},
    {"worsening-trend", v1::SOON},
    {"non-response-6w", v1::WATCH},
    {"non-response-12w", v1::SOON},
    {"pain-over-5-repeat", v1::WATCH},
    {"overdue-checkin", v1::WATCH},
    {"safety-net-unacknowledged", v1::WATCH},
}};

TEST(ShippedRuleSet, HasTheRulesOfTheTableAndNoOther) {
  std::set<std::string_view> rows, rules;
  for (const Row& row : kRows) rows.insert(row.rule);
  for (const auto& rule : Core().source().rules()) rules.insert(rule.id());
  EXPECT_EQ(rules, rows);
}

// Of one rule: it is as urgent as its row says, and was tried with what raises it, with what just
// misses it and with what only looks like it.
class RedFlagRow : public testing::Test {
 public:
  explicit RedFlagRow(Row row) : row_(row) {}
  void TestBody() override {
    // All others have tests of their own.
    std::vector<ScenarioSource> sources;
    for (const auto& file : ShippedScenarios()) {
      auto parsed = *ParseScenarioFile(file.text);
      auto& scenarios = *parsed.mutable_scenarios();
      scenarios.erase(
          std::remove_if(scenarios.begin(), scenarios.end(),
                         [&](const auto& scenario) { return scenario.rule() != row_.rule; }),
          scenarios.end());
      sources.push_back({std::string(file.name), std::move(parsed)});
    }
    const auto report = RunScenarios(Core(), sources);
    const auto tally = std::ranges::find(report.rules, row_.rule, &RuleTally::rule);
    ASSERT_NE(tally, report.rules.end());
    EXPECT_EQ(tally->urgency, row_.urgency);
    EXPECT_GT(tally->positive, 0);
    EXPECT_GT(tally->near_miss, 0);
    EXPECT_GT(tally->trap, 0);
    EXPECT_EQ(tally->failed, 0);
  }

 private:
  Row row_;
};

TEST(ShippedRuleSet, LeavesRoomForMoreCodes) { EXPECT_LE(Core().codes().size() + 20, kMostCodes); }

TEST(ShippedScenarios, ParseAndAreNamedOnce) {
  for (const auto& file : ShippedScenarios()) {
    const auto parsed = ParseScenarioFile(file.text);
    ASSERT_TRUE(parsed.ok()) << file.name << ": " << parsed.status();
    std::set<std::string> names;
    for (const auto& scenario : parsed->scenarios()) {
      EXPECT_TRUE(names.insert(scenario.name()).second) << scenario.name();
    }
  }
}

}  // namespace

std::string Underscored(std::string_view text) {
  std::string name(text);
  std::ranges::replace_if(
      name, [](char c) { return !((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')); }, '_');
  return name;
}

void RegisterRows() {
  for (const Row& row : kRows) {
    testing::RegisterTest("RedFlagRow", Underscored(row.rule).c_str(), nullptr, nullptr, __FILE__,
                          __LINE__, [row]() -> testing::Test* { return new RedFlagRow(row); });
  }
}

void RegisterScenarios() {
  for (const auto& file : ShippedScenarios()) {
    const auto parsed = ParseScenarioFile(file.text);
    if (!parsed.ok()) continue;
    for (int i = 0; i < parsed->scenarios_size(); ++i) {
      const auto& scenario = parsed->scenarios(i);
      // Those that are rows of a table themselves are named by what they tell.
      const std::string name = file.name == kSuppressors ? Underscored(scenario.name())
                                                         : (i < 10 ? "0" : "") + std::to_string(i);
      testing::RegisterTest(("Scenario_" + std::string(file.name)).c_str(), name.c_str(), nullptr,
                            scenario.name().c_str(), __FILE__, __LINE__,
                            [scenario]() -> testing::Test* { return new Shipped(scenario); });
    }
  }
}

}  // namespace midstance::rules

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  midstance::rules::RegisterRows();
  midstance::rules::RegisterScenarios();
  return RUN_ALL_TESTS();
}

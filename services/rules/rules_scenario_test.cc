#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "services/rules/compile.h"
#include "services/rules/scenario.h"
#include "services/rules/testing.h"

namespace midstance::rules {
namespace {

CompiledRuleSet Core() { return CoreInUtc(); }

// One test per shipped scenario, named by file and number so that ctest can pick it.
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

TEST(ShippedRuleSet, HasAllRulesOfTheCoreFlagsAndTheEmergencies) {
  std::set<std::string> rules;
  const auto core = Core();
  for (const auto& rule : core.source().rules()) rules.insert(rule.id());
  EXPECT_EQ(rules, (std::set<std::string>{"bsi-femoral-neck-suspected",
                                          "cauda-equina",
                                          "hot-swollen-joint",
                                          "inflammatory-pattern",
                                          "joint-locked",
                                          "joint-redness-heat",
                                          "mechanical-hip-symptoms",
                                          "movement-blocked-by-pain",
                                          "movement-restricted-persistent",
                                          "night-pain-systemic",
                                          "night-pain-unclassified",
                                          "night-pain-unremitting",
                                          "rest-pain-persistent",
                                          "rest-pain-severe-rising",
                                          "septic-joint-suspected",
                                          "swelling-persistent",
                                          "swelling-persistent-escalated",
                                          "swelling-recurrent",
                                          "swelling-unsettled-72h",
                                          "unable-to-weight-bear"}));
}

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

void RegisterScenarios() {
  for (const auto& file : ShippedScenarios()) {
    const auto parsed = ParseScenarioFile(file.text);
    if (!parsed.ok()) continue;
    for (int i = 0; i < parsed->scenarios_size(); ++i) {
      const auto& scenario = parsed->scenarios(i);
      const std::string name = (i < 10 ? "0" : "") + std::to_string(i);
      testing::RegisterTest(("Scenario_" + std::string(file.name)).c_str(), name.c_str(), nullptr,
                            scenario.name().c_str(), __FILE__, __LINE__,
                            [scenario]() -> testing::Test* { return new Shipped(scenario); });
    }
  }
}

}  // namespace midstance::rules

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  midstance::rules::RegisterScenarios();
  return RUN_ALL_TESTS();
}

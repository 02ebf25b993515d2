#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "services/server/commands.h"
#include "services/server/exit_codes.h"

// `midstanced rules`: what it answers and what it tells.
namespace midstance::server {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

struct Told {
  int exit = 0;
  std::string out;
  std::string err;
};

Told Tell(int (*command)(const RulesOptions&), const RulesOptions& options) {
  ::testing::internal::CaptureStdout();
  ::testing::internal::CaptureStderr();
  Told told;
  told.exit = command(options);
  told.out = ::testing::internal::GetCapturedStdout();
  told.err = ::testing::internal::GetCapturedStderr();
  return told;
}

class RulesCommand : public ::testing::Test {
 protected:
  RulesCommand() { std::filesystem::create_directories(folder_); }
  ~RulesCommand() override { std::filesystem::remove_all(folder_); }
  RulesCommand(const RulesCommand&) = delete;
  RulesCommand& operator=(const RulesCommand&) = delete;

  std::string File(const std::string& name, const std::string& text) const {
    const auto path = folder_ / name;
    std::ofstream(path) << text;
    return path.string();
  }

  const std::filesystem::path folder_ =
      std::filesystem::path(::testing::TempDir()) /
      ::testing::UnitTest::GetInstance()->current_test_info()->name();
};

constexpr char kHead[] = R"(
  id: "small" title: "Small" version: "1"
  defaults { composite_window { days: 14 } run_gap { days: 21 } }
  codes { code: "red" display: "Red" question: "Red?" kind: FLAG keying: SITE })";
constexpr char kRule[] = R"(
  rules {
    id: "a" title: "Something red" key: EACH_SITE urgency: SOON
    when { seen { entry { present: "red" } } }
    outcome { actions: OPEN_ESCALATION destination: "gp" basis: "x" }
    might_mean: "something" sources { key: "decision" }
  })";

std::string Scenario(const std::string& kind, const std::string& expected) {
  return "scenarios { name: \"" + kind + "\" rule: \"a\" kind: " + kind +
         " entries { area: KNEE side: LEFT observed { key: \"red\" value: \"absent\" } } expect "
         "{ " +
         expected + " } }\n";
}

TEST_F(RulesCommand, TheShippedRuleSetPassesItsScenariosAndSaysWithHowManyEachRuleWasTried) {
  const Told told = Tell(TestRules, {});
  EXPECT_EQ(told.exit, kExitOk) << told.out;
  EXPECT_THAT(told.out, AllOf(HasSubstr("running-hip-core 20"), HasSubstr("near miss"),
                              HasSubstr("Hot swollen joint"), HasSubstr(" 0 failed")));
  EXPECT_EQ(told.err, "");
}

TEST_F(RulesCommand, LintFindsNothingInTheShippedRuleSet) {
  const Told told = Tell(LintRules, {});
  EXPECT_EQ(told.exit, kExitOk) << told.out;
  EXPECT_THAT(told.out, HasSubstr(", 0 to put right"));
}

TEST_F(RulesCommand, AScenarioThatFailsIsNamedWithItsReasonAndEndsInOne) {
  const RulesOptions options{
      .set_files = {File("head.textproto", kHead), File("rule.textproto", kRule)},
      .scenario_files = {
          File("red.textproto",
               "rule_set: \"small\"\n" +
                   Scenario("POSITIVE", "raised { rule: \"a\" site { area: KNEE side: LEFT } }") +
                   Scenario("TRAP", "nothing: true"))}};
  const Told told = Tell(TestRules, options);
  EXPECT_EQ(told.exit, kExitBroken);
  EXPECT_THAT(told.out, AllOf(HasSubstr("FAILED red.textproto, a: POSITIVE"),
                              HasSubstr("a does not hold at knee/left"),
                              HasSubstr("2 scenarios (0 about no rule in particular), 1 failed"),
                              Not(HasSubstr("a: TRAP"))));
}

TEST_F(RulesCommand, LintRefusesARuleWithoutATrapAndNamesIt) {
  RulesOptions options{
      .set_files = {File("head.textproto", kHead), File("rule.textproto", kRule)},
      .scenario_files = {File("red.textproto", "rule_set: \"small\"\n" +
                                                   Scenario("POSITIVE", "nothing: true") +
                                                   Scenario("NEAR_MISS", "nothing: true"))}};
  const Told without = Tell(LintRules, options);
  EXPECT_EQ(without.exit, kExitBroken);
  EXPECT_THAT(without.out, HasSubstr("rules[0] (a): has no scenario that looks like it"));
  options.scenario_files.push_back(
      File("traps.textproto", "rule_set: \"small\"\n" + Scenario("TRAP", "nothing: true")));
  EXPECT_EQ(Tell(LintRules, options).exit, kExitOk);
}

TEST_F(RulesCommand, ARuleSetThatDoesNotCompileIsToldWithItsPath) {
  const Told told =
      Tell(TestRules, {.set_files = {File("head.textproto", kHead)}, .scenario_files = {}});
  EXPECT_EQ(told.exit, kExitBroken);
  EXPECT_THAT(told.err, HasSubstr("rules: must not be empty"));
}

TEST_F(RulesCommand, AFileThatIsNotThereIsTold) {
  const std::string path = (folder_ / "nowhere.textproto").string();
  EXPECT_THAT(Tell(TestRules, {.set_files = {path}, .scenario_files = {}}).err,
              HasSubstr("cannot read " + path));
  EXPECT_EQ(Tell(LintRules, {.set_files = {}, .scenario_files = {path}}).exit, kExitBroken);
}

}  // namespace
}  // namespace midstance::server

#include "services/rules/candidate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "services/rules/testing.h"
#include "support/status.h"

namespace midstance::rules {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kRule = R"pb(
  rules {
    id: "swelling-persistent"
    title: "Swelling that stays"
    family: "swelling"
    key: EACH_SITE
    urgency: URGENT
    when {
      run {
        of: "unsettled_swelling"
        min_entries: 2
        span { days: 3 }
      }
    }
    outcome {
      actions: [ OPEN_ESCALATION ]
      destination: "gp-or-sports-physician"
      activity_advice: "no-impact"
      basis: "Swelling at the {site} {period} ({findings})."
    }
    sources { key: "decision" note: "three days" }
  })pb";

absl::StatusOr<CompiledRuleSet> Candidate(const std::vector<std::string_view>& texts,
                                          const std::vector<std::string_view>& without = {}) {
  return CompileCandidate(CoreInUtc(), texts, without);
}

std::vector<std::string> ProblemsOf(const absl::StatusOr<CompiledRuleSet>& refused) {
  EXPECT_EQ(ReasonOf(refused.status()), ::midstance::v1::ERROR_REASON_RULE_SET_INVALID);
  std::vector<std::string> problems;
  const auto found = BadRequestOf(refused.status()).value_or(google::rpc::BadRequest());
  for (const auto& problem : found.field_violations()) {
    problems.push_back(problem.field() + " | " + problem.description());
  }
  return problems;
}

TEST(Candidate, WithoutChangesIsTheActiveRuleSet) {
  EXPECT_EQ(Candidate({""})->digest(), CoreInUtc().digest());
}

TEST(Candidate, WhatIsToldTakesThePlaceOfWhatHasItsId) {
  const auto active = CoreInUtc();
  const auto changed = Candidate({kRule});
  ASSERT_TRUE(changed.ok()) << changed.status();
  ASSERT_EQ(changed->source().rules_size(), active.source().rules_size());
  int differ = 0;
  for (int i = 0; i < active.source().rules_size(); ++i) {
    const auto& rule = changed->source().rules(i);
    EXPECT_EQ(rule.id(), active.source().rules(i).id());
    if (rule.SerializeAsString() == active.source().rules(i).SerializeAsString()) continue;
    ++differ;
    EXPECT_EQ(rule.urgency(), v1::URGENT);
  }
  EXPECT_EQ(differ, 1);
}

TEST(Candidate, AShippedFilePutInAgainChangesNothing) {
  EXPECT_EQ(Candidate({RunningHipCore()})->digest(), CoreInUtc().digest());
}

TEST(Candidate, ARuleIsTakenOutOfItsFamilyToo) {
  const auto changed = Candidate({}, {"swelling-persistent"});
  ASSERT_TRUE(changed.ok()) << changed.status();
  EXPECT_EQ(changed->source().rules_size(), CoreInUtc().source().rules_size() - 1);
  EXPECT_THAT(changed->source().ShortDebugString(), Not(HasSubstr("\"swelling-persistent\"")));
  EXPECT_THAT(ProblemsOf(Candidate({}, {"swelling-persistent", "no-such-rule"})),
              ElementsAre("without_rules[1] | must be a rule of the active rule set"));
}

TEST(Candidate, WhatCannotBeReadIsToldByFileAndLine) {
  EXPECT_THAT(ProblemsOf(Candidate({"", "rules {\n  idd: \"a\"\n}"})),
              Contains(AllOf(HasSubstr("files[1] | line 2, column"), HasSubstr("idd"))));
}

TEST(Candidate, WhatDoesNotFitIsToldByItsPlaceInTheFile) {
  const std::string wrong =
      "codes { code: \"new_code\" kind: FLAG keying: SITE display: \"New\" "
      "question: \"New?\" }\n" +
      std::string(kRule);
  std::string text = wrong;
  text.replace(text.find("unsettled_swelling"), 18, "no_such_state_here");
  EXPECT_THAT(ProblemsOf(Candidate({"", text})),
              Contains(HasSubstr("files[1].rules[0].when.run.of | ")));
}

TEST(Candidate, WhatNoLongerFitsIsToldByItsId) {
  constexpr std::string_view kNoChoices =
      R"(codes { code: "night_pattern" kind: CHOICE keying: SITE choices: ["none", "positional"]
             display: "Pattern" question: "Which?" })";
  EXPECT_THAT(ProblemsOf(Candidate({kNoChoices})),
              Contains(HasSubstr("files | unremitting_night_pain: ")));
}

TEST(Candidate, NothingIsToldTwice) {
  EXPECT_THAT(ProblemsOf(Candidate({kRule, kRule})),
              ElementsAre("files[1].rules[0] | has the id of files[0].rules[0]"));
}

TEST(Candidate, AnotherRuleSetIsRefused) {
  EXPECT_THAT(ProblemsOf(Candidate({"id: \"other\""})),
              ElementsAre("files[0].id | must be left out or that of the active rule set"));
}

}  // namespace
}  // namespace midstance::rules

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/rules/evaluate.h"
#include "services/rules/explain.h"
#include "services/rules/testing.h"

// What a rule that holds names as its evidence, and what one that does not is said to lack.
namespace midstance::rules {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;
using testing::StartsWith;
using testing::UnorderedElementsAre;

constexpr std::string_view kVocabulary = R"text(
id: "evidence" title: "Evidence" version: "1"
defaults { composite_window { days: 14 } run_gap { days: 21 } }
codes { code: "pain" display: "Pain" question: "Pain?" kind: NUMBER keying: SITE upper: 10 }
codes { code: "warmth" display: "Warmth" question: "Warm?" kind: FLAG keying: SITE }
codes { code: "redness" display: "Redness" question: "Red?" kind: FLAG keying: SITE }
codes { code: "rest_h" display: "Rest" question: "Rest?" kind: NUMBER keying: PATIENT upper: 1000 unit: "h" }
)text";

constexpr Site kSoreKnee{v1::KNEE, v1::LEFT};
constexpr Site kSoreHip{v1::HIP, v1::RIGHT};

Report ToldOn(const std::string& name, int day, std::optional<Site> site,
              std::vector<Observed> values) {
  const Instant at = Instant{Day{std::chrono::year{2026} / 1 / 5}} + std::chrono::days(day);
  return {name, at, at, site, std::move(values)};
}

// The answer of a rule set with this one rule, on day 30.
v1::Evaluation Of(const std::string& key_and_when, const std::vector<Report>& reports,
                  bool explain_all = false) {
  const std::string text = std::string(kVocabulary) +
                           R"(rules { id: "r" title: "r" urgency: SOON )" + key_and_when +
                           R"( outcome { actions: OPEN_ESCALATION basis: "{findings}" } })";
  const auto parsed = ParseRuleSet(text);
  EXPECT_TRUE(parsed.ok()) << parsed.status();
  const auto rules = CompileInUtc(*parsed);
  EXPECT_TRUE(rules.ok()) << rules.status();
  const Instant as_of = ToldOn("", 30, {}, {}).observed;
  return Evaluate(*rules, Timeline::Build(*rules, reports), as_of, {.explain_all = explain_all});
}

// "entry: code", oldest first.
std::vector<std::string> EvidenceIn(const v1::Evaluation& evaluation) {
  std::vector<std::string> evidence;
  for (const auto& result : evaluation.results()) {
    for (const auto& one : result.evidence()) evidence.push_back(one.entry() + ": " + one.code());
  }
  return evidence;
}

TEST(Evidence, OfATrendThatNeedsThreeReportsNamesTheOneBetween) {
  EXPECT_THAT(EvidenceIn(Of("key: EACH_SITE when { trend { code: \"pain\" direction: RISING "
                            "at_least: 2 over { days: 10 } min_entries: 3 } }",
                            {ToldOn("a", 10, kSoreKnee, {{"pain", 1.0}}),
                             ToldOn("b", 18, kSoreKnee, {{"pain", 2.0}}),
                             ToldOn("c", 28, kSoreKnee, {{"pain", 4.0}})})),
              ElementsAre("a: pain", "b: pain", "c: pain"));
}

TEST(Evidence, OfATrendNamesWhatMakesItsReportsCount) {
  EXPECT_THAT(EvidenceIn(Of("key: EACH_SITE when { trend { code: \"pain\" direction: RISING "
                            "at_least: 2 over { days: 10 } "
                            "where { value { code: \"rest_h\" op: GE than: 24 } } } }",
                            {ToldOn("a", 10, kSoreKnee, {{"pain", 1.0}, {"rest_h", 30.0}}),
                             ToldOn("b", 18, kSoreKnee, {{"pain", 0.0}, {"rest_h", 1.0}}),
                             ToldOn("c", 28, kSoreKnee, {{"pain", 4.0}, {"rest_h", 40.0}})})),
              ElementsAre("a: pain", "a: rest_h", "c: pain", "c: rest_h"));
}

TEST(Evidence, OfADenialOfSeveralFindingsNamesEachDenial) {
  EXPECT_THAT(EvidenceIn(Of("key: EACH_SITE when { all_of { "
                            "of { seen { entry { value { code: \"pain\" op: GE than: 3 } } } } "
                            "of { not { any_of { of { seen { entry { present: \"warmth\" } } } "
                            "of { seen { entry { present: \"redness\" } } } } } } } }",
                            {ToldOn("a", 26, kSoreKnee, {{"pain", 4.0}}),
                             ToldOn("b", 27, kSoreKnee, {{"warmth", Answer::kAbsent}}),
                             ToldOn("c", 28, kSoreKnee, {{"redness", Answer::kAbsent}})})),
              ElementsAre("a: pain", "b: warmth", "c: redness"));
}

TEST(Evidence, OfADenialAtAnySiteNamesTheDenialOfEach) {
  EXPECT_THAT(EvidenceIn(Of("key: ONCE_PER_PATIENT when { all_of { "
                            "of { seen { at: ANY_SITE entry { present: \"redness\" } } } "
                            "of { not { seen { at: ANY_SITE areas: [KNEE, HIP] "
                            "entry { present: \"warmth\" } } } } } }",
                            {ToldOn("a", 26, kSoreKnee, {{"redness", Answer::kPresent}}),
                             ToldOn("b", 27, kSoreKnee, {{"warmth", Answer::kAbsent}}),
                             ToldOn("c", 28, kSoreHip, {{"warmth", Answer::kAbsent}})})),
              ElementsAre("a: redness", "b: warmth", "c: warmth"));
}

TEST(Evidence, OfADenialOfRunsNamesAReportThatSaysSo) {
  EXPECT_THAT(EvidenceIn(Of("key: EACH_SITE when { all_of { "
                            "of { seen { entry { value { code: \"pain\" op: GE than: 3 } } } } "
                            "of { not { repeats { of: \"warmth\" at_least: 2 within { days: 60 } } "
                            "} } } }",
                            {ToldOn("a", 26, kSoreKnee, {{"pain", 4.0}}),
                             ToldOn("b", 27, kSoreKnee, {{"warmth", Answer::kPresent}})})),
              ElementsAre("a: pain", "b: warmth"));
}

TEST(Evidence, OfRunsThatCameBackNamesWhatOneOfThemMustSay) {
  EXPECT_THAT(EvidenceIn(Of("key: EACH_SITE when { repeats { of: \"warmth\" at_least: 2 within { "
                            "days: 60 } some_entry { present: \"redness\" } } }",
                            {ToldOn("a", 10, kSoreKnee, {{"warmth", Answer::kPresent}}),
                             ToldOn("b", 12, kSoreKnee, {{"warmth", Answer::kAbsent}}),
                             ToldOn("c", 20, kSoreKnee,
                                    {{"warmth", Answer::kPresent}, {"redness", Answer::kPresent}}),
                             ToldOn("d", 22, kSoreKnee, {{"warmth", Answer::kAbsent}})})),
              ElementsAre("a: warmth", "b: warmth", "c: redness", "c: warmth", "d: warmth"));
}

TEST(Evidence, OfTwoLastReportsOfOneMomentNamesWhatTheOneSaysThatCounts) {
  EXPECT_THAT(
      EvidenceIn(Of("key: EACH_SITE when { run { of: \"warmth\" "
                    "last { value { code: \"pain\" op: GE than: 5 } } } }",
                    {ToldOn("a", 28, kSoreKnee, {{"warmth", Answer::kPresent}, {"pain", 6.0}}),
                     ToldOn("b", 28, kSoreKnee, {{"warmth", Answer::kPresent}, {"pain", 1.0}})})),
      UnorderedElementsAre("a: pain", "a: warmth", "b: warmth"));
}

// Why a rule does not hold.
std::vector<std::string> WhyNot(const std::string& key_and_when,
                                const std::vector<Report>& reports) {
  const auto evaluation = Of(key_and_when, reports, true);
  EXPECT_THAT(evaluation.results(), SizeIs(1));
  EXPECT_NE(evaluation.results(0).truth(), v1::HOLDS);
  return Explain(evaluation.results(0));
}

TEST(Explained, AGuardThatHoldsARuleBackIsToldWithWhatItFound) {
  EXPECT_THAT(WhyNot("key: EACH_SITE when { all_of { "
                     "of { seen { entry { value { code: \"pain\" op: GE than: 3 } } } } "
                     "of { unless { seen { entry { present: \"warmth\" } } } } } }",
                     {ToldOn("a", 28, kSoreKnee, {{"pain", 4.0}, {"warmth", Answer::kPresent}})}),
              ElementsAre("Against it: On 2 Feb 2026, left knee: Warmth: yes."));
}

TEST(Explained, ADenialThatNobodyGaveIsToldAsOpen) {
  EXPECT_THAT(WhyNot("key: EACH_SITE when { all_of { "
                     "of { seen { entry { value { code: \"pain\" op: GE than: 3 } } } } "
                     "of { not { any_of { of { seen { entry { present: \"warmth\" } } } "
                     "of { seen { entry { present: \"redness\" } } } } } } } }",
                     {ToldOn("a", 28, kSoreKnee, {{"pain", 4.0}, {"redness", Answer::kAbsent}})}),
              ElementsAre(AllOf(StartsWith("Open: Nothing reported"), HasSubstr("Warmth")),
                          "Would decide: Warm?"));
}

// What is asked.
std::vector<std::string> AskedIn(const v1::Evaluation& evaluation) {
  std::vector<std::string> asked;
  for (const auto& question : evaluation.would_decide()) asked.push_back(question.code());
  return asked;
}

// That it was warm, told late, is news that raises, but observed too long ago to hold back.
TEST(Asked, IsWhatAnOldFindingUnderADenialLeavesOpen) {
  Report late = ToldOn("a", 10, kSoreKnee, {{"warmth", Answer::kPresent}});
  late.entered += std::chrono::days(18);
  EXPECT_THAT(AskedIn(Of("key: EACH_SITE when { all_of { "
                         "of { seen { entry { value { code: \"pain\" op: GE than: 3 } } } } "
                         "of { not { seen { entry { present: \"warmth\" } } } } } }",
                         {late, ToldOn("b", 29, kSoreKnee, {{"pain", 4.0}})})),
              ElementsAre("warmth"));
}

TEST(Asked, OfAnEarlierMomentIsWhatWasAskedThen) {
  const std::string rule =
      "key: EACH_SITE when { all_of { "
      "of { seen { entry { value { code: \"pain\" op: GE than: 3 } } } } "
      "of { seen { entry { present: \"warmth\" } } } } }";
  const auto pain = ToldOn("a", 29, kSoreKnee, {{"pain", 4.0}});
  EXPECT_THAT(AskedIn(Of(rule, {pain})), ElementsAre("warmth"));
  // What was answered the day after was not known.
  EXPECT_THAT(AskedIn(Of(rule, {pain, ToldOn("b", 31, kSoreKnee, {{"warmth", Answer::kAbsent}})})),
              ElementsAre("warmth"));
}

}  // namespace
}  // namespace midstance::rules

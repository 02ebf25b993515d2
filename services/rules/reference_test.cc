#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <ostream>
#include <sstream>
#include <string>
#include <vector>

#include "services/rules/evaluate.h"
#include "services/rules/every_timeline.h"
#include "services/rules/reference_evaluator.h"

// That the evaluator, with all its short cuts, says what the language is defined to say.
namespace midstance::rules {
namespace {

// It takes its time, and is tried in two zones.
constexpr std::uint64_t kReferencePart = 3;

std::vector<reference::Result> ResultsOf(const v1::Evaluation& evaluation) {
  std::vector<reference::Result> results;
  for (const auto& result : evaluation.results()) {
    std::optional<Site> site;
    if (result.has_site()) site = Site{result.site().area(), result.site().side()};
    results.push_back({result.rule(), site, result.truth(), result.urgency()});
  }
  std::ranges::sort(results);
  return results;
}

void PrintTo(const reference::Result& result, std::ostream* out) {
  *out << result.rule;
  if (result.site.has_value()) {
    *out << "@" << v1::Area_Name(result.site->area) << "/" << v1::Side_Name(result.site->side);
  }
  *out << " " << v1::Truth_Name(result.truth) << " " << v1::Urgency_Name(result.urgency);
}

std::string Differences(const std::vector<reference::Result>& one,
                        const std::vector<reference::Result>& other) {
  std::ostringstream text;
  for (const auto& result : one) {
    if (std::ranges::find(other, result) != other.end()) continue;
    PrintTo(result, &text);
    text << "\n";
  }
  return text.str();
}

class TheEvaluator : public testing::Test {
 protected:
  void AgreesWithTheDefinition(const schedule::ClinicCalendar& calendar) {
    const reference::Evaluator core(*ParseRuleSet(RunningHipCore()), calendar);
    const reference::Evaluator every_part(*ParseRuleSet(EveryPartOfTheLanguage()), calendar);
    std::map<v1::Truth, std::uint64_t> seen;
    std::uint64_t timelines = 0;
    ForAll(
        calendar,
        [&](const CompiledRuleSet& rules, RandomReports& random, std::vector<Report> reports,
            const Timeline& given, Instant as_of, const v1::Evaluation& now) {
          // In some of them, some reports are of one moment.
          const bool meet = random.Chance(30);
          for (Report& report : reports) {
            if (meet && random.Chance(40)) report.observed = random.OneOf(reports).observed;
          }
          const auto& definition = rules.id() == "every-part" ? every_part : core;
          auto expected = definition.Evaluate(reports, as_of);
          const Timeline timeline = meet ? Timeline::Build(rules, reports) : given;
          const auto full = ResultsOf(Evaluate(rules, timeline, as_of, {.explain_all = true}));
          EXPECT_EQ(Differences(full, expected), Differences(expected, full));
          ++timelines;
          for (const auto& result : expected) ++seen[result.truth];
          std::erase_if(expected, [](const auto& result) { return result.truth != v1::HOLDS; });
          const auto brief = ResultsOf(meet ? Evaluate(rules, timeline, as_of) : now);
          EXPECT_EQ(Differences(brief, expected), Differences(expected, brief));
        },
        kReferencePart);
    for (const auto truth : {v1::HOLDS, v1::DOES_NOT_HOLD, v1::UNDECIDED}) {
      EXPECT_GT(seen[truth], timelines / 2) << v1::Truth_Name(truth);
    }
  }
};

TEST_F(TheEvaluator, SaysWhatTheLanguageIsDefinedToSay) { AgreesWithTheDefinition(Utc()); }

TEST_F(TheEvaluator, SaysSoWhereDaysHave23Hours) { AgreesWithTheDefinition(InLosAngeles()); }

}  // namespace
}  // namespace midstance::rules

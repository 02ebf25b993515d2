#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "services/rules/evaluate.h"
#include "services/rules/random_timelines.h"
#include "services/rules/testing.h"

// What must be true of every timeline. MIDSTANCE_PROPERTY_RUNS sets on how many timelines each
// property is tried, MIDSTANCE_PROPERTY_SEED the first seed; a failure prints its own.
namespace midstance::rules {
namespace {

constexpr int kMostReports = 12;

std::uint64_t FromEnvironment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

using Effect = std::tuple<std::string, int, int, int>;  // rule, area, side, urgency
using Effects = std::set<Effect>;

Effects EffectsOf(const v1::Evaluation& evaluation) {
  Effects effects;
  for (const auto& result : evaluation.results()) {
    if (result.truth() != v1::HOLDS) continue;
    effects.emplace(result.rule(), result.site().area(), result.site().side(), result.urgency());
  }
  return effects;
}

std::optional<Instant> RecheckOf(const v1::Evaluation& evaluation) {
  if (!evaluation.has_recheck_time()) return std::nullopt;
  return InstantOf(evaluation.recheck_time());
}

// Each property has seeds of its own, so that together they see as many timelines as they say.
std::uint64_t OwnSeeds() {
  const auto& unit = *testing::UnitTest::GetInstance();
  const auto& suite = *unit.current_test_suite();
  std::uint64_t at = 0;
  while (suite.GetTestInfo(static_cast<int>(at)) != unit.current_test_info()) ++at;
  return 1 + at * 1'000'000'000;
}

schedule::ClinicCalendar Utc() { return schedule::ClinicCalendar::Utc(); }

// Checks one property on many timelines, half of them under a rule set that uses every part of the
// language.
template <class Check>
void ForAll(const schedule::ClinicCalendar& calendar, const Check& check) {
  const std::vector<CompiledRuleSet> sets = {
      *Compile(*ParseRuleSet(RunningHipCore()), calendar),
      *Compile(*ParseRuleSet(EveryPartOfTheLanguage()), calendar)};
  const std::uint64_t runs = FromEnvironment("MIDSTANCE_PROPERTY_RUNS", 100'000);
  const std::uint64_t first = FromEnvironment("MIDSTANCE_PROPERTY_SEED", OwnSeeds());
  int held = 0;
  for (std::uint64_t seed = first; seed < first + runs; ++seed) {
    const CompiledRuleSet& rules = sets[seed % 2];
    RandomReports random(rules, seed);
    const auto reports = random.Some(kMostReports);
    const Timeline timeline = Timeline::Build(rules, reports);
    const Instant as_of = random.Moment(0, 75);
    const v1::Evaluation now = Evaluate(rules, timeline, as_of);
    held += now.results_size() > 0 ? 1 : 0;
    check(rules, random, reports, timeline, as_of, now);
    ASSERT_FALSE(testing::Test::HasFailure()) << "MIDSTANCE_PROPERTY_SEED=" << seed;
  }
  // The timelines are not so tame that nothing is tested.
  EXPECT_GE(static_cast<std::uint64_t>(held) * 10, runs);
}

using Reports = std::vector<Report>;

TEST(EveryTimeline, GivesTheSameAnswerInAnyOrderOfEntry) {
  ForAll(Utc(), [](const CompiledRuleSet& rules, RandomReports& random, Reports reports,
                   const Timeline&, Instant as_of, const v1::Evaluation&) {
    const Options all{.explain_all = true};
    const auto before = Evaluate(rules, Timeline::Build(rules, reports), as_of, all);
    std::shuffle(reports.begin(), reports.end(), random.random());
    const auto after = Evaluate(rules, Timeline::Build(rules, reports), as_of, all);
    EXPECT_EQ(before.SerializeAsString(), after.SerializeAsString());
  });
}

TEST(EveryTimeline, MirroredGivesTheMirroredAnswer) {
  const auto mirrored = [](int side) {
    return side == v1::LEFT ? v1::RIGHT : side == v1::RIGHT ? v1::LEFT : static_cast<Side>(side);
  };
  ForAll(Utc(), [&](const CompiledRuleSet& rules, RandomReports&, Reports reports, const Timeline&,
                    Instant as_of, const v1::Evaluation& now) {
    for (Report& report : reports) {
      if (report.site.has_value()) report.site->side = mirrored(report.site->side);
    }
    const auto then = Evaluate(rules, Timeline::Build(rules, reports), as_of);
    Effects expected;
    for (const auto& [rule, area, side, urgency] : EffectsOf(now)) {
      expected.emplace(rule, area, mirrored(side), urgency);
    }
    EXPECT_EQ(EffectsOf(then), expected);
    EXPECT_EQ(RecheckOf(then), RecheckOf(now));
  });
}

TEST(EveryTimeline, ShiftedByDaysGivesTheSameAnswerLater) {
  ForAll(Utc(), [](const CompiledRuleSet& rules, RandomReports& random, Reports reports,
                   const Timeline&, Instant as_of, const v1::Evaluation& now) {
    const auto shift = std::chrono::days(random.Number(-400, 4000));
    for (Report& report : reports) {
      report.observed += shift;
      report.entered += shift;
    }
    const auto then = Evaluate(rules, Timeline::Build(rules, reports), as_of + shift);
    EXPECT_EQ(EffectsOf(then), EffectsOf(now));
    auto expected = RecheckOf(now);
    if (expected.has_value()) *expected += shift;
    EXPECT_EQ(RecheckOf(then), expected);
  });
}

TEST(EveryTimeline, WithoutARetractedReportIsTheSameAsNeverHavingHadIt) {
  ForAll(Utc(), [](const CompiledRuleSet& rules, RandomReports& random, const Reports& reports,
                   const Timeline& timeline, Instant as_of, const v1::Evaluation& now) {
    Reports more = random.Some(3);
    for (Report& report : more) report.name = "retracted/" + report.name;
    const Timeline with = timeline.With(rules, more);
    EXPECT_EQ(Evaluate(rules, with.Without(rules, "retracted"), as_of).SerializeAsString(),
              now.SerializeAsString());
    Reports both = reports;
    both.insert(both.begin(), more.begin(), more.end());
    EXPECT_EQ(Evaluate(rules, with, as_of).SerializeAsString(),
              Evaluate(rules, Timeline::Build(rules, both), as_of).SerializeAsString());
  });
}

TEST(EveryTimeline, WithMoreThatWasNotAskedRaisesNothing) {
  ForAll(Utc(), [](const CompiledRuleSet& rules, RandomReports& random, Reports reports,
                   const Timeline&, Instant as_of, const v1::Evaluation& now) {
    const auto not_asked = [&](Report& report) {
      for (int i = 0; i < 3; ++i) {
        const auto& codes = rules.codes();
        const auto& code =
            codes[static_cast<std::size_t>(random.Number(0, static_cast<int>(codes.size()) - 1))];
        report.values.push_back({code.code, Answer::kNotAsked});
      }
    };
    for (Report& report : reports) not_asked(report);
    for (int i = 0; i < 3; ++i) {
      reports.push_back(random.One("silent/" + std::to_string(i), Site{v1::KNEE, v1::LEFT}));
      reports.back().values.clear();
      not_asked(reports.back());
    }
    const auto then = Evaluate(rules, Timeline::Build(rules, reports), as_of);
    EXPECT_EQ(then.SerializeAsString(), now.SerializeAsString());
  });
}

// The clocks go forward in the midst of what is tried.
TEST(EveryTimeline, ChangesByItselfExactlyAtItsRecheckTime) {
  ForAll(*schedule::ClinicCalendar::Make("America/Los_Angeles"),
         [](const CompiledRuleSet& rules, RandomReports& random, const Reports&,
            const Timeline& timeline, Instant as_of, const v1::Evaluation& now) {
           const auto effects_at = [&](Instant at) {
             return EffectsOf(Evaluate(rules, timeline, at));
           };
           const auto recheck = RecheckOf(now);
           if (!recheck.has_value()) {
             for (int i = 0; i < 4; ++i) {
               EXPECT_EQ(effects_at(as_of + std::chrono::days(random.Number(0, 200))),
                         EffectsOf(now));
             }
             return;
           }
           ASSERT_GT(*recheck, as_of);
           EXPECT_EQ(effects_at(*recheck - Duration(1)), EffectsOf(now));
           EXPECT_NE(effects_at(*recheck), EffectsOf(now));
           const auto span = (*recheck - as_of).count();
           for (int i = 0; i < 3; ++i) {
             EXPECT_EQ(effects_at(as_of + Duration(span * random.Number(0, 99) / 100)),
                       EffectsOf(now));
           }
         });
}

TEST(EveryTimeline, KeepsItsAnswerAtASiteWhenAnotherSiteReports) {
  // Findings of any site count for the rules that say so.
  const std::set<std::string> everywhere = {"weakness_mrc", "foot_drop", "redness", "wb",
                                            "night_pattern"};
  ForAll(Utc(), [&](const CompiledRuleSet& rules, RandomReports& random, Reports reports,
                    const Timeline&, Instant as_of, const v1::Evaluation& now) {
    for (int i = 0; i < 4; ++i) {
      Report report = random.One("elsewhere/" + std::to_string(i), Site{v1::FOOT, v1::LEFT});
      std::erase_if(report.values, [&](const Observed& value) {
        return rules.Find(value.code)->OfPatient() || everywhere.contains(value.code);
      });
      reports.push_back(std::move(report));
    }
    Effects then = EffectsOf(Evaluate(rules, Timeline::Build(rules, reports), as_of));
    std::erase_if(then, [](const Effect& effect) { return std::get<1>(effect) == v1::FOOT; });
    EXPECT_EQ(then, EffectsOf(now));
  });
}

TEST(EveryTimeline, HoldsTheSameWhetherOrNotEverythingIsExplained) {
  ForAll(Utc(), [](const CompiledRuleSet& rules, RandomReports&, const Reports&,
                   const Timeline& timeline, Instant as_of, const v1::Evaluation& now) {
    auto all = Evaluate(rules, timeline, as_of, {.explain_all = true});
    auto& results = *all.mutable_results();
    for (const auto& result : results) {
      EXPECT_EQ(result.trace().truth(), result.truth()) << result.rule();
      EXPECT_EQ(result.truth() == v1::HOLDS, result.evidence_size() > 0) << result.rule();
    }
    results.erase(std::remove_if(results.begin(), results.end(),
                                 [](const auto& result) { return result.truth() != v1::HOLDS; }),
                  results.end());
    EXPECT_EQ(all.SerializeAsString(), now.SerializeAsString());
  });
}

}  // namespace
}  // namespace midstance::rules

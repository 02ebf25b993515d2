#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "services/rules/evaluate.h"
#include "services/rules/every_timeline.h"

// What must be true of every timeline.
namespace midstance::rules {
namespace {

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

// For which findings of any site count.
std::set<std::string> RulesOfAnySite(const CompiledRuleSet& rules) {
  std::set<std::string> found;
  for (const auto& rule : rules.source().rules()) {
    if (rule.ShortDebugString().find("ANY_SITE") != std::string::npos) found.insert(rule.id());
  }
  return found;
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
  std::map<const CompiledRuleSet*, std::set<std::string>> from_any_site;
  ForAll(Utc(), [&](const CompiledRuleSet& rules, RandomReports& random, Reports reports,
                    const Timeline&, Instant as_of, const v1::Evaluation& now) {
    for (int i = 0; i < 4; ++i) {
      Report report = random.One("elsewhere/" + std::to_string(i), Site{v1::FOOT, v1::LEFT});
      std::erase_if(report.values,
                    [&](const Observed& value) { return rules.Find(value.code)->OfPatient(); });
      reports.push_back(std::move(report));
    }
    if (!from_any_site.contains(&rules)) from_any_site[&rules] = RulesOfAnySite(rules);
    const auto& everywhere = from_any_site[&rules];
    const auto here = [&](const v1::Evaluation& evaluation) {
      Effects effects = EffectsOf(evaluation);
      std::erase_if(effects, [&](const Effect& effect) {
        return std::get<1>(effect) == v1::FOOT || everywhere.contains(std::get<0>(effect));
      });
      return effects;
    };
    EXPECT_EQ(here(Evaluate(rules, Timeline::Build(rules, reports), as_of)), here(now));
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

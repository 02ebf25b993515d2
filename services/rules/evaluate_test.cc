#include "services/rules/evaluate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "services/rules/explain.h"
#include "services/rules/random_timelines.h"
#include "services/rules/testing.h"

namespace midstance::rules {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

constexpr Site kKnee{v1::KNEE, v1::LEFT};
constexpr Site kHip{v1::HIP, v1::RIGHT};

Instant OnDay(int day) {
  return Instant{Day{std::chrono::year{2026} / 1 / 5}} + std::chrono::days(day) +
         std::chrono::hours(12);
}

Report At(int day, std::optional<Site> site, std::vector<Observed> values) {
  return {"checkIns/" + std::to_string(day), OnDay(day), OnDay(day), site, std::move(values)};
}

class EvaluateTest : public testing::Test {
 protected:
  v1::Evaluation On(int day, const std::vector<Report>& reports, bool explain_all = false) const {
    return Evaluate(rules_, Timeline::Build(rules_, reports), OnDay(day),
                    {.explain_all = explain_all});
  }
  const CompiledRuleSet rules_ = CoreInUtc();
};

const std::vector<Report>& AWeekOfSwelling() {
  static const std::vector<Report> kReports = {
      At(1, kKnee, {{"swelling", 1.0}, {"swelling_settles", "no"}}),
      At(8, kKnee, {{"swelling", 1.0}, {"swelling_settles", "no"}})};
  return kReports;
}

std::vector<std::string> RulesOf(const v1::Evaluation& evaluation) {
  std::vector<std::string> rules;
  for (const auto& result : evaluation.results()) rules.push_back(result.rule());
  return rules;
}

TEST_F(EvaluateTest, SaysNothingOfAPatientWithoutReports) {
  const auto evaluation = Evaluate(rules_, Timeline(), OnDay(0));
  EXPECT_THAT(evaluation.results(), IsEmpty());
  EXPECT_FALSE(evaluation.has_recheck_time());
  EXPECT_EQ(evaluation.rule_set(), "running-hip-core");
  EXPECT_EQ(evaluation.rule_set_digest(), rules_.digest());
}

TEST_F(EvaluateTest, CarriesEverythingThatAFlagNeeds) {
  const auto evaluation = On(8, AWeekOfSwelling());
  ASSERT_THAT(evaluation.results(), SizeIs(1));
  const v1::RuleResult& result = evaluation.results(0);
  EXPECT_EQ(result.rule(), "swelling-persistent");
  EXPECT_EQ(result.family(), "swelling");
  EXPECT_EQ(result.fingerprint(), "swelling@knee/left");
  EXPECT_EQ(result.urgency(), v1::SOON);
  EXPECT_EQ(result.destination(), "gp-or-sports-physician");
  EXPECT_EQ(result.activity_advice(), "no-impact");
  EXPECT_THAT(result.actions(), ElementsAre(v1::OPEN_ESCALATION, v1::HOLD_RUNNING));
  EXPECT_THAT(result.might_mean(), Not(IsEmpty()));
  EXPECT_THAT(result.sources(), Not(IsEmpty()));
  EXPECT_EQ(result.basis(),
            "Swelling at the left knee from 6 Jan 2026 to 13 Jan 2026 (7 days), not "
            "settling with rest (Swelling (0-3): 1; Swelling gone within 48 hours of rest: no).");
  EXPECT_EQ(InstantOf(result.first_observed_time()), OnDay(1));
  EXPECT_EQ(InstantOf(result.last_observed_time()), OnDay(8));
}

TEST_F(EvaluateTest, WhatOneReportTellsHasOneDay) {
  const auto evaluation = On(
      1, {At(1, kKnee, {{"swelling", 1.0}, {"swelling_settles", "no"}, {"swelling_days", 8.0}})});
  EXPECT_THAT(evaluation.results(0).basis(),
              StartsWith("Swelling at the left knee on 6 Jan 2026, not settling with rest ("));
}

TEST_F(EvaluateTest, HistoryIsNoPartOfHowLongItLasted) {
  const auto evaluation = On(60, {At(1, std::nullopt, {{"psoriasis", Answer::kPresent}}),
                                  At(40, std::nullopt, {{"stiffness_min", 30.0}}),
                                  At(54, std::nullopt, {{"stiffness_min", 30.0}})});
  ASSERT_THAT(RulesOf(evaluation), ElementsAre("inflammatory-pattern"));
  EXPECT_THAT(evaluation.results(0).basis(), HasSubstr("from 14 Feb 2026 to 28 Feb 2026"));
}

TEST_F(EvaluateTest, NamesEveryCurrentReportThatSays) {
  const auto hot = [](int day) {
    return At(day, kKnee,
              {{"swelling", 1.0}, {"warmth", Answer::kPresent}, {"redness", Answer::kPresent}});
  };
  const auto evaluation = On(9, {hot(3), hot(9), hot(7), At(8, kKnee, {{"swelling", 0.0}})});
  ASSERT_EQ(evaluation.results(0).rule(), "hot-swollen-joint");
  std::set<std::string> entries;
  for (const auto& one : evaluation.results(0).evidence()) entries.insert(one.entry());
  EXPECT_THAT(entries, ElementsAre("checkIns/3", "checkIns/7", "checkIns/9"));
  EXPECT_THAT(evaluation.results(0).trace().text(), HasSubstr("Also on 8 Jan 2026, 12 Jan 2026."));
}

TEST_F(EvaluateTest, OfVeryManyReportsNamesThoseEnteredLast) {
  std::vector<Report> reports;
  for (int i = 0; i < 30; ++i) {
    reports.push_back(At(7, kKnee, {{"move_difficulty", 3.0}}));
    reports.back().name += "-" + std::to_string(i);
    reports.back().observed += std::chrono::minutes(i);
    reports.back().entered = OnDay(7) + std::chrono::minutes(i == 4 ? 99 : i);
  }
  const auto evaluation = On(8, reports);
  std::set<std::string> entries;
  for (const auto& one : evaluation.results(0).evidence()) entries.insert(one.entry());
  EXPECT_THAT(entries, SizeIs(12));
  EXPECT_TRUE(entries.contains("checkIns/7-4"));
  EXPECT_TRUE(entries.contains("checkIns/7-29"));
}

TEST_F(EvaluateTest, WhatMakesItMoreUrgentIsEvidenceToo) {
  const auto evaluation = On(2, {At(1, kKnee, {{"move_difficulty", 3.0}}),
                                 At(2, std::nullopt, {{"fever", Answer::kPresent}})});
  const auto blocked =
      std::find_if(evaluation.results().begin(), evaluation.results().end(),
                   [](const auto& result) { return result.rule() == "movement-blocked-by-pain"; });
  ASSERT_NE(blocked, evaluation.results().end());
  EXPECT_EQ(blocked->urgency(), v1::EMERGENCY);
  EXPECT_EQ(blocked->evidence(1).code(), "fever");
  EXPECT_THAT(blocked->basis(), HasSubstr("on 6 Jan 2026"));
}

TEST_F(EvaluateTest, WhatMakesItAnEmergencySaysWhereToGo) {
  const auto urgent = On(0, {At(0, kHip, {{"move_difficulty", 3.0}})}).results(0);
  EXPECT_EQ(urgent.destination(), "doctor-within-48-hours");
  const auto fall = On(0, {At(0, kHip, {{"move_difficulty", 3.0}, {"trauma", "fall"}})}).results(0);
  EXPECT_EQ(fall.urgency(), v1::EMERGENCY);
  EXPECT_EQ(fall.destination(), "emergency-department");
  EXPECT_EQ(fall.activity_advice(), "crutches-no-forced-movement");
  const auto hot = On(0, {At(0, kKnee, {{"redness", Answer::kPresent}, {"temp_c", 38.0}})});
  EXPECT_EQ(hot.results(0).destination(), "emergency-department");
  EXPECT_EQ(hot.results(0).activity_advice(), "rest");
}

TEST_F(EvaluateTest, PointsAtTheReportsThatAreItsEvidence) {
  const auto evaluation = On(8, AWeekOfSwelling());
  std::vector<std::string> evidence;
  for (const auto& one : evaluation.results(0).evidence()) {
    evidence.push_back(one.entry() + " " + one.code() + "=" + one.observed());
    EXPECT_EQ(one.site().area(), v1::KNEE);
    EXPECT_EQ(one.site().side(), v1::LEFT);
  }
  EXPECT_THAT(evidence, ElementsAre("checkIns/1 swelling=1", "checkIns/1 swelling_settles=no",
                                    "checkIns/8 swelling=1", "checkIns/8 swelling_settles=no"));
}

TEST_F(EvaluateTest, MirrorsTheRuleInItsTrace) {
  const auto evaluation = On(8, AWeekOfSwelling());
  const v1::Trace& trace = evaluation.results(0).trace();
  EXPECT_EQ(trace.path(), "rules[1].when.any_of");
  ASSERT_THAT(trace.children(), SizeIs(2));
  EXPECT_EQ(trace.children(0).path(), "rules[1].when.any_of[0].run");
  EXPECT_EQ(trace.children(0).label(), "two unsettled reports, a week apart");
  EXPECT_EQ(trace.children(0).truth(), v1::HOLDS);
  EXPECT_EQ(trace.children(1).truth(), v1::UNDECIDED);
}

TEST_F(EvaluateTest, OrdersResultsByUrgency) {
  const auto evaluation = On(0, {At(0, kKnee,
                                    {{"swelling", 1.0},
                                     {"warmth", Answer::kPresent},
                                     {"move_difficulty", 3.0},
                                     {"wb", "unable"}})});
  EXPECT_THAT(RulesOf(evaluation), ElementsAre("hot-swollen-joint", "movement-blocked-by-pain",
                                               "unable-to-weight-bear", "joint-redness-heat"));
}

TEST_F(EvaluateTest, KnowsNothingBeforeItWasEntered) {
  Report late = At(0, kHip, {{"wb", "unable"}});
  late.entered = OnDay(5);
  EXPECT_THAT(On(4, {late}).results(), IsEmpty());
  EXPECT_EQ(InstantOf(On(4, {late}).recheck_time()), OnDay(5));
  EXPECT_THAT(RulesOf(On(5, {late})), ElementsAre("unable-to-weight-bear"));
}

TEST_F(EvaluateTest, AsksWhatWouldDecide) {
  const auto evaluation = On(0, {At(0, kHip, {{"night_nights", 4.0}})});
  EXPECT_THAT(evaluation.results(), IsEmpty());
  const auto& questions = evaluation.would_decide();
  const auto pattern = std::find_if(questions.begin(), questions.end(), [](const auto& question) {
    return question.code() == "night_pattern";
  });
  ASSERT_NE(pattern, questions.end());
  EXPECT_EQ(pattern->site().area(), v1::HIP);
  EXPECT_EQ(pattern->urgency(), v1::URGENT);
  EXPECT_THAT(pattern->rules(), Contains("night-pain-unremitting"));
  EXPECT_THAT(pattern->question(), HasSubstr("positional"));
}

TEST_F(EvaluateTest, AsksNothingOfAPatientWithNothingToFollowUp) {
  const auto evaluation =
      On(0, {At(0, kHip, {{"act_nprs", 4.0}, {"swelling", 0.0}, {"wb", "full"}})});
  EXPECT_THAT(evaluation.would_decide(), IsEmpty());
}

TEST_F(EvaluateTest, ExplainsEveryRuleForEveryKeyWhenAsked) {
  const auto evaluation = On(8, AWeekOfSwelling(), true);
  // One site: every rule of the knee or of every area, those of the patient, none of hips alone.
  const auto& all = rules_.source().rules();
  const auto of_a_knee = std::count_if(all.begin(), all.end(), [](const v1::Rule& rule) {
    const auto& areas = rule.areas();
    return areas.empty() || std::find(areas.begin(), areas.end(), v1::KNEE) != areas.end();
  });
  EXPECT_LT(of_a_knee, all.size());
  EXPECT_THAT(evaluation.results(), SizeIs(of_a_knee));
  EXPECT_THAT(RulesOf(evaluation), Not(Contains("bsi-femoral-neck-suspected")));
  EXPECT_EQ(evaluation.results(0).truth(), v1::HOLDS);
}

TEST_F(EvaluateTest, AgreesWithItselfWhenATrendRises) {
  const auto rules = *CompileInUtc(*ParseRuleSet(EveryPartOfTheLanguage()));
  const auto timeline = Timeline::Build(
      rules, std::vector<Report>{At(0, kHip, {{"rest_nprs", 2.0}, {"load_off_h", 30.0}}),
                                 At(2, kHip, {{"rest_nprs", 1.0}, {"load_off_h", 30.0}}),
                                 At(5, kHip, {{"rest_nprs", 4.0}, {"load_off_h", 30.0}}),
                                 At(6, kHip, {{"rest_nprs", 9.0}, {"load_off_h", 3.0}})});
  const auto evaluation = Evaluate(rules, timeline, OnDay(6));
  ASSERT_THAT(RulesOf(evaluation), ElementsAre("trend"));
  EXPECT_EQ(evaluation.results(0).trace().text(),
            "Pain at rest: 2 on 5 Jan 2026; Pain at rest: 4 on 10 Jan 2026.");
}

TEST_F(EvaluateTest, LooksAtReportsOfItsAreasOnly) {
  const auto rules = *CompileInUtc(*ParseRuleSet(EveryPartOfTheLanguage()));
  const auto held = [&](const Site& site) {
    const auto timeline =
        Timeline::Build(rules, std::vector<Report>{At(0, site, {{"redness", Answer::kPresent}})});
    return RulesOf(Evaluate(rules, timeline, OnDay(0)));
  };
  EXPECT_THAT(held({v1::KNEE, v1::LEFT}), Contains("areas"));
  EXPECT_THAT(held({v1::THIGH, v1::LEFT}), Contains("areas"));
  EXPECT_THAT(held({v1::HIP, v1::LEFT}), Not(Contains("areas")));
}

TEST_F(EvaluateTest, ComparesWhatLiesNoFartherApartThanATrendLooks) {
  const auto rules = *CompileInUtc(*ParseRuleSet(EveryPartOfTheLanguage()));
  const auto held = [&](int day) {
    const auto timeline = Timeline::Build(
        rules, std::vector<Report>{At(0, kHip, {{"rest_nprs", 6.0}, {"load_off_h", 30.0}}),
                                   At(day, kHip, {{"rest_nprs", 4.0}, {"load_off_h", 30.0}})});
    return RulesOf(Evaluate(rules, timeline, OnDay(day)));
  };
  EXPECT_THAT(held(6), Contains("near-trend"));
  EXPECT_THAT(held(7), Not(Contains("near-trend")));
}

TEST_F(EvaluateTest, LooksAtTheOtherSide) {
  const auto rules = *CompileInUtc(*ParseRuleSet(EveryPartOfTheLanguage()));
  const auto warm = At(0, kKnee, {{"warmth", Answer::kPresent}});
  const auto other = At(0, Site{v1::KNEE, v1::RIGHT}, {{"warmth", Answer::kAbsent}});
  const auto of = [&](std::vector<Report> reports) {
    return RulesOf(Evaluate(rules, Timeline::Build(rules, reports), OnDay(0)));
  };
  EXPECT_THAT(of({warm}), IsEmpty());
  EXPECT_THAT(of({warm, other}), ElementsAre("other-side"));
}

TEST_F(EvaluateTest, AsksAboutASiteFromItsFirstReportOn) {
  const auto rules = *CompileInUtc(*ParseRuleSet(EveryPartOfTheLanguage()));
  const auto timeline = Timeline::Build(
      rules, std::vector<Report>{At(1, Site{v1::KNEE, v1::RIGHT}, {{"move_difficulty", 2.0}}),
                                 At(8, kKnee, {{"wb", "limp"}})});
  const auto of_the_left = [&](int day, bool explain_all) {
    std::vector<std::string> said;
    const auto evaluation = Evaluate(rules, timeline, OnDay(day), {.explain_all = explain_all});
    for (const auto& result : evaluation.results()) {
      if (result.site().side() == v1::LEFT) said.push_back(result.rule());
    }
    return said;
  };
  EXPECT_THAT(of_the_left(7, true), IsEmpty());
  EXPECT_THAT(of_the_left(8, false), Contains("areas"));
  const auto before = Evaluate(rules, timeline, OnDay(2));
  EXPECT_EQ(InstantOf(before.recheck_time()), OnDay(8));
}

TEST_F(EvaluateTest, LeavesNothingOpenForASiteThatIsNotKnownYet) {
  const auto rules = *CompileInUtc(*ParseRuleSet(EveryPartOfTheLanguage()));
  std::vector<Report> reports = {At(1, kHip, {{"swelling", 1.0}, {"redness", Answer::kPresent}})};
  const auto holds = [&](int day) {
    const auto now = Evaluate(rules, Timeline::Build(rules, reports), OnDay(day));
    return std::ranges::count(RulesOf(now), "nowhere") == 1;
  };
  ASSERT_TRUE(holds(2));
  reports.push_back(At(3, kKnee, {{"warmth", Answer::kPresent}}));
  EXPECT_TRUE(holds(2));
  EXPECT_FALSE(holds(3));
}

TEST_F(EvaluateTest, IsNotHeldBackFromAnEmergencyByWhatWasDeniedSince) {
  const auto rules = *CompileInUtc(*ParseRuleSet(EveryPartOfTheLanguage()));
  const auto holds = [&](const std::vector<Report>& reports) {
    const auto now = Evaluate(rules, Timeline::Build(rules, reports), OnDay(3));
    return std::ranges::count(RulesOf(now), "guarded-emergency") == 1;
  };
  const Report red = At(1, kKnee, {{"redness", Answer::kPresent}});
  const Report warm = At(2, kKnee, {{"warmth", Answer::kPresent}});
  EXPECT_TRUE(holds({red}));
  EXPECT_FALSE(holds({red, warm}));
  EXPECT_TRUE(holds({red, warm, At(3, kKnee, {{"warmth", Answer::kAbsent}})}));
}

TEST_F(EvaluateTest, SaysThatFindingsLieTooFarApart) {
  const auto evaluation = On(4,
                             {At(0, kKnee, {{"warmth", Answer::kPresent}}),
                              At(4, std::nullopt, {{"fever", Answer::kPresent}})},
                             true);
  for (const auto& result : evaluation.results()) {
    if (result.rule() != "septic-joint-suspected") continue;
    EXPECT_EQ(result.truth(), v1::DOES_NOT_HOLD);
    EXPECT_THAT(Explain(result), Contains(HasSubstr("not within 3 days of each other")));
  }
}

TEST_F(EvaluateTest, ExplainsWhyInSentences) {
  const auto sentences = Explain(On(8, AWeekOfSwelling()).results(0));
  EXPECT_THAT(
      sentences,
      ElementsAre(StartsWith("Swelling at the left knee from 6 Jan 2026"),
                  "Met: two unsettled reports, a week apart. A run of swelling that rest does not "
                  "settle on 2 days, from 6 Jan 2026 to 13 Jan 2026: 7 days apart.",
                  StartsWith("Among the possibilities, for a doctor to sort out: ")));
}

TEST_F(EvaluateTest, ExplainsWhyNot) {
  auto reports = AWeekOfSwelling();
  reports[1].observed = reports[1].entered = OnDay(7);
  const auto evaluation = On(7, reports, true);
  for (const auto& result : evaluation.results()) {
    if (result.rule() != "swelling-persistent") continue;
    EXPECT_THAT(Explain(result),
                Contains(HasSubstr("It needs 7 days from the first to the last.")));
  }
}

}  // namespace
}  // namespace midstance::rules

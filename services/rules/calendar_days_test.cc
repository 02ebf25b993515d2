#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "services/rules/evaluate.h"
#include "services/rules/explain.h"
#include "services/rules/late.h"
#include "services/rules/testing.h"

// Whose days the rules count and name.
namespace midstance::rules {
namespace {

using schedule::ClinicCalendar;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr Site kLeftKnee{v1::KNEE, v1::LEFT};

CompiledRuleSet CoreIn(std::string_view zone) {
  return *Compile(*ParseRuleSet(RunningHipCore()), *ClinicCalendar::Make(zone));
}

Instant Utc(int month, int day, int hour, int minute = 0) {
  return Instant{Day{std::chrono::year{2026} / month / day}} + std::chrono::hours(hour) +
         std::chrono::minutes(minute);
}

Report At(Instant at, std::vector<Observed> values) {
  return {"checkIns/" + std::to_string(MicrosOf(at)), at, at, kLeftKnee, std::move(values)};
}
Report Swollen(Instant at) { return At(at, {{"swelling", 1.0}, {"swelling_settles", "no"}}); }
Report Hot(Instant at) {
  return At(at, {{"swelling", 1.0}, {"warmth", Answer::kPresent}, {"redness", Answer::kPresent}});
}
Report PainAtRest(Instant at) { return At(at, {{"rest_nprs", 4.0}, {"load_off_h", 72.0}}); }

v1::Evaluation Said(const CompiledRuleSet& rules, const std::vector<Report>& reports,
                    Instant as_of) {
  return Evaluate(rules, Timeline::Build(rules, reports), as_of);
}

std::vector<std::string> RaisedIn(const v1::Evaluation& evaluation) {
  std::vector<std::string> rules;
  for (const auto& result : evaluation.results()) rules.push_back(result.rule());
  return rules;
}

std::vector<std::string> Told(const CompiledRuleSet& rules, const std::vector<Report>& reports) {
  return RaisedIn(Said(rules, reports, reports.back().observed));
}

// From the evening of the 6th to the morning of the 13th there; in UTC from the 7th on.
TEST(TheClinicsDays, AreSevenInLosAngelesWhereTheyAreSixInUtc) {
  const std::vector<Report> week = {Swollen(Utc(1, 7, 4)), Swollen(Utc(1, 13, 18))};
  EXPECT_THAT(Told(CoreIn("America/Los_Angeles"), week), Contains("swelling-persistent"));
  EXPECT_THAT(Told(CoreInUtc(), week), IsEmpty());
}

// From the morning of the 6th to the evening of the 12th there; in UTC to the 13th.
TEST(TheClinicsDays, AreSixInLosAngelesWhereTheyAreSevenInUtc) {
  const std::vector<Report> week = {Swollen(Utc(1, 6, 18)), Swollen(Utc(1, 13, 4))};
  EXPECT_THAT(Told(CoreIn("America/Los_Angeles"), week), IsEmpty());
  EXPECT_THAT(Told(CoreInUtc(), week), Contains("swelling-persistent"));
}

// The clocks go forward on 29 March: a quarter of an hour less than seven times 24 hours.
TEST(TheClinicsDays, AreSevenOverOneOfTwentyThreeHours) {
  const std::vector<Report> week = {PainAtRest(Utc(3, 23, 22, 30)), PainAtRest(Utc(3, 29, 22, 15))};
  EXPECT_THAT(Told(CoreIn("Europe/Berlin"), week), Contains("rest-pain-persistent"));
  EXPECT_THAT(Told(CoreInUtc(), week), IsEmpty());
}

// They go back on 25 October: a quarter of an hour more.
TEST(TheClinicsDays, AreSixOverOneOfTwentyFiveHours) {
  const std::vector<Report> week = {PainAtRest(Utc(10, 19, 22, 30)),
                                    PainAtRest(Utc(10, 26, 22, 45))};
  EXPECT_THAT(Told(CoreIn("Europe/Berlin"), week), IsEmpty());
  EXPECT_THAT(Told(CoreInUtc(), week), Contains("rest-pain-persistent"));
}

struct Midnight {
  std::string_view zone;
  Instant observed;
  Instant recheck;  // the fifteenth midnight after it
};

class TheClinicsMidnight : public testing::TestWithParam<Midnight> {};

TEST_P(TheClinicsMidnight, IsWhenAFindingIsNoLongerCurrent) {
  const auto rules = CoreIn(GetParam().zone);
  const std::vector<Report> hot = {Hot(GetParam().observed)};
  const Instant at = GetParam().recheck;
  EXPECT_EQ(InstantOf(Said(rules, hot, GetParam().observed).recheck_time()), at);
  const auto before = Said(rules, hot, at - std::chrono::seconds{1});
  EXPECT_THAT(RaisedIn(before), Contains("hot-swollen-joint"));
  EXPECT_EQ(InstantOf(before.recheck_time()), at);
  EXPECT_THAT(RaisedIn(Said(rules, hot, at)), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(ADay, TheClinicsMidnight,
                         testing::Values(
                             // Of 15 March: after the day of 23 hours that ends on the 30th.
                             Midnight{"Europe/Berlin", Utc(3, 15, 11), Utc(3, 29, 22)},
                             // Of 11 October: after the day of 25 hours that ends on the 26th.
                             Midnight{"Europe/Berlin", Utc(10, 11, 10), Utc(10, 25, 23)},
                             // Of the evening of 5 January.
                             Midnight{"America/Los_Angeles", Utc(1, 6, 4), Utc(1, 20, 8)},
                             Midnight{"UTC", Utc(1, 6, 4), Utc(1, 21, 0)}));

TEST(TheClinicsDays, NameTheDayInEverySentence) {
  const auto rules = CoreIn("America/Los_Angeles");
  const std::vector<Report> week = {Swollen(Utc(1, 7, 4)), Swollen(Utc(1, 14, 4))};
  const auto evaluation = Said(rules, week, Utc(1, 14, 5));
  ASSERT_THAT(RaisedIn(evaluation), Contains("swelling-persistent"));
  const auto& result = evaluation.results(0);
  EXPECT_THAT(result.basis(), HasSubstr("from 6 Jan 2026 to 13 Jan 2026 (7 days)"));
  for (const auto& sentence : Explain(result)) {
    EXPECT_THAT(sentence, Not(HasSubstr("14 Jan"))) << sentence;
  }
}

// Swollen since the evening of the 6th, told on that of the 14th; denied in between.
TEST(TheClinicsDays, NameTheDaySinceWhichSomethingIsKnown) {
  const auto rules = CoreIn("America/Los_Angeles");
  std::vector<Report> reports = {Swollen(Utc(1, 7, 4)), Swollen(Utc(1, 14, 4)),
                                 At(Utc(1, 15, 3), {{"swelling", 0.0}})};
  reports[1].entered = Utc(1, 15, 5);
  const auto timeline = Timeline::Build(rules, reports);
  const auto now = Evaluate(rules, timeline, Utc(1, 15, 5), {.all_entered = true});
  const auto late = HeldBefore(rules, timeline, reports[1].observed, reports[1].name, now);
  ASSERT_EQ(late.size(), 1U);
  EXPECT_THAT(late[0].basis(), HasSubstr("Known only since 14 Jan 2026. Later, on 14 Jan 2026: "));
}

}  // namespace
}  // namespace midstance::rules

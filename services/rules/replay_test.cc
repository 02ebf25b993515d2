#include "services/rules/replay.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "services/rules/testing.h"

namespace midstance::rules {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

Instant NoonOf(int day) {
  return Instant{Day{std::chrono::year{2026} / 1 / 5}} + std::chrono::days(day) +
         std::chrono::hours(12);
}

Report ToldOn(int day, std::vector<Observed> values) {
  return {"checkIns/" + std::to_string(day), NoonOf(day), NoonOf(day), Site{v1::KNEE, v1::LEFT},
          std::move(values)};
}

std::vector<Raised> Replayed(const std::vector<Report>& reports, Instant end) {
  const auto rules = CoreInUtc();
  return Replay(rules, Timeline::Build(rules, reports), end);
}

TEST(Replay, RaisesNothingOfAPatientWhoHurtsALittle) {
  std::vector<Report> reports;
  for (int day = 0; day < 200; ++day) {
    reports.push_back(ToldOn(day, {{"act_nprs", day % 4 * 1.0}, {"swelling", 0.0}}));
  }
  EXPECT_THAT(Replayed(reports, NoonOf(300)), IsEmpty());
  EXPECT_THAT(Replayed({}, NoonOf(300)), IsEmpty());
}

TEST(Replay, RaisesWhenTheReportIsEnteredThatCompletesIt) {
  std::vector<Report> reports = {ToldOn(1, {{"swelling", 1.0}, {"swelling_settles", "no"}}),
                                 ToldOn(8, {{"swelling", 1.0}, {"swelling_settles", "no"}})};
  reports[0].entered = NoonOf(10);
  const auto raised = Replayed(reports, NoonOf(20));
  ASSERT_THAT(raised, SizeIs(1));
  EXPECT_EQ(raised[0].from, NoonOf(10));
  EXPECT_EQ(raised[0].until, std::nullopt);
  EXPECT_EQ(raised[0].result.rule(), "swelling-persistent");
  EXPECT_THAT(raised[0].result.basis(), HasSubstr("(7 days)"));
  EXPECT_THAT(Replayed(reports, NoonOf(10) - Duration(1)), IsEmpty());
}

TEST(Replay, EndsWhatIsNoLongerCurrent) {
  const std::vector<Report> hot = {
      ToldOn(3, {{"swelling", 1.0}, {"warmth", Answer::kPresent}, {"redness", Answer::kPresent}})};
  const auto raised = Replayed(hot, NoonOf(60));
  ASSERT_FALSE(raised.empty());
  EXPECT_EQ(raised[0].result.rule(), "hot-swollen-joint");
  EXPECT_EQ(raised[0].from, NoonOf(3));
  EXPECT_EQ(raised[0].until, NoonOf(18) - std::chrono::hours(12));
}

TEST(Replay, TellsASecondTimeApartFromTheFirst) {
  const std::vector<Observed> hot = {
      {"swelling", 1.0}, {"warmth", Answer::kPresent}, {"redness", Answer::kPresent}};
  std::vector<std::string> days;
  for (const auto& one : Replayed({ToldOn(3, hot), ToldOn(40, hot)}, NoonOf(45))) {
    if (one.result.rule() != "hot-swollen-joint") continue;
    days.push_back(one.result.basis());
  }
  ASSERT_THAT(days, SizeIs(2));
  EXPECT_THAT(days[0], HasSubstr("8 Jan 2026"));
  EXPECT_THAT(days[1], HasSubstr("14 Feb 2026"));
}

}  // namespace
}  // namespace midstance::rules

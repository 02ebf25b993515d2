#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "services/running/propose.h"
#include "services/running/running_testing.h"
#include "support/testing/trials.h"

namespace midstance::running {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr int kDays = 40;
constexpr int kTimelines = 40;

std::string TextOf(const std::vector<v1::StageStep>& steps) {
  std::string text;
  for (const auto& step : steps) text += step.ShortDebugString() + "\n";
  return text;
}

ReplayStart FromDayOne(v1::RunningPlan::PainRule rule = v1::RunningPlan::PAIN_RULE_MONITORED) {
  return {.stage = 0, .at = At(1, 0) - Duration{1}, .since = DayNumber(1), .rule = rule};
}

std::vector<v1::StageStep> HistoryOf(
    const Facts& facts, v1::RunningPlan::PainRule rule = v1::RunningPlan::PAIN_RULE_MONITORED) {
  return Replay(TestTable(), facts, FromDayOne(rule));
}

int StageNow(const std::vector<v1::StageStep>& steps) {
  return steps.empty() ? 0 : steps.back().to_stage();
}

// A runner who mostly does well and runs every other day at the stage that the table gives her.
Facts RandomRunner(std::mt19937& random, v1::RunningPlan::PainRule rule) {
  const auto one_in = [&](unsigned count) { return random() % count == 0; };
  Facts facts = NothingTold();
  for (int day = 1; day <= kDays; ++day) {
    const std::string id = std::to_string(day);
    if (!one_in(8)) {
      auto morning = Morning("m" + id, day, one_in(12) ? 3 : static_cast<double>(random() % 2));
      if (one_in(4)) morning.Stiff(static_cast<double>(random() % 20));
      if (one_in(30)) morning.Number("swelling", 1);
      facts.reports.push_back(morning);
    }
    if (day % 2 == 0) continue;
    const int stage = StageNow(HistoryOf(facts, rule));
    if (one_in(15)) {
      facts.reports.push_back(Telling("r" + id, day).Ran(stage, v1::DONE_SKIPPED));
      continue;
    }
    facts.reports.push_back(
        Telling("r" + id, day)
            .Ran(stage)
            .Number("run_nprs", one_in(14) ? 7 : static_cast<double>(random() % 4))
            .Number("swelling", one_in(20) ? 1 : 0)
            .Choice("wb", one_in(25) ? "limp" : "full"));
  }
  if (one_in(3)) {
    facts.flags.push_back({.name = "patients/p/cases/c/escalations/e",
                           .title = "Hot swollen joint",
                           .watch = one_in(2),
                           .bone = false,
                           .femoral_neck = false,
                           .wrong_alarm = false,
                           .raised = At(30),
                           .resolved = std::nullopt});
  }
  return facts;
}

TEST(Replay, GivesTheSameHistoryForTenThousandOrdersOfArrival) {
  std::map<v1::StageMove, int> seen;
  const auto orders_of_each = PropertyRuns(250);
  for (int seed = 1; seed <= kTimelines; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(static_cast<unsigned>(seed));
    const auto rule = seed % 8 == 0   ? v1::RunningPlan::PAIN_RULE_NO_PAIN
                      : seed % 8 == 1 ? v1::RunningPlan::PAIN_RULE_ANY_PAIN_STOPS
                                      : v1::RunningPlan::PAIN_RULE_MONITORED;
    Facts facts = RandomRunner(random, rule);
    const auto history = HistoryOf(facts, rule);
    for (const auto& step : history) ++seen[step.move()];
    const std::string expected = TextOf(history);
    for (std::uint64_t order = 0; order < orders_of_each; ++order) {
      std::shuffle(facts.reports.begin(), facts.reports.end(), random);
      int arrival = 0;
      for (Report& report : facts.reports) report.entered = At(kDays + 1) + Duration{++arrival};
      ASSERT_EQ(TextOf(HistoryOf(facts, rule)), expected);
    }
  }
  // The runners did see every kind of move.
  for (const auto move : {v1::STAGE_MOVE_ADVANCE, v1::STAGE_MOVE_STEP_BACK,
                          v1::STAGE_MOVE_STEP_BACK_TWO, v1::STAGE_MOVE_STOP}) {
    EXPECT_GT(seen[move], 0) << v1::StageMove_Name(move);
  }
}

TEST(Replay, EndsTheSameWhenReportsArriveOneByOneInAnyOrder) {
  std::mt19937 random(7);
  const Facts facts = RandomRunner(random, v1::RunningPlan::PAIN_RULE_MONITORED);
  const std::string expected = TextOf(HistoryOf(facts));
  for (int order = 0; order < 5; ++order) {
    auto arriving = facts.reports;
    std::shuffle(arriving.begin(), arriving.end(), random);
    Facts so_far{.calendar = facts.calendar, .reports = {}, .flags = facts.flags, .withdrawn = {}};
    std::string history;
    for (const Report& report : arriving) {
      so_far.reports.push_back(report);
      history = TextOf(HistoryOf(so_far));
    }
    EXPECT_EQ(history, expected);
  }
}

TEST(Replay, GoesUpStageByStageWithEveryTwoGoodSessions) {
  Facts facts = NothingTold();
  facts.reports.push_back(Morning("m1", 1));
  for (int session = 0; session < 6; ++session) {
    const int day = 1 + 2 * session;
    const std::string id = std::to_string(day);
    facts.reports.push_back(GoodRun("r" + id, day, session / 2));
    facts.reports.push_back(Morning("n" + id, day + 1));
  }
  const auto history = HistoryOf(facts);
  ASSERT_THAT(history, SizeIs(3));
  for (int i = 0; i < 3; ++i) {
    const auto& step = history[static_cast<std::size_t>(i)];
    EXPECT_EQ(step.move(), v1::STAGE_MOVE_ADVANCE);
    EXPECT_EQ(step.from_stage(), i);
    EXPECT_EQ(step.to_stage(), i + 1);
    EXPECT_EQ(step.day(), DayText(DayNumber(4 + 4 * i)));
  }
}

TEST(Replay, AnAdvanceThatLateDataBreaksNeverHappened) {
  Facts facts = NothingTold();
  facts.reports = {Morning("m1", 1), GoodRun("r1", 1, 0), Morning("m2", 2), GoodRun("r3", 3, 0),
                   Morning("m4", 4)};
  ASSERT_THAT(HistoryOf(facts), SizeIs(1));
  facts.reports.push_back(Telling("late", 3, 22).Number("swelling", 1).Entered(9));
  EXPECT_THAT(HistoryOf(facts), SizeIs(0));
}

TEST(Replay, EndsWithAStop) {
  Facts facts = NothingTold();
  facts.reports = {GoodRun("r1", 1, 0, 6), GoodRun("r3", 3, 0, 7), GoodRun("r5", 5, 0, 8)};
  const auto history = HistoryOf(facts);
  ASSERT_THAT(history, SizeIs(2));
  EXPECT_EQ(history[0].move(), v1::STAGE_MOVE_STEP_BACK);
  EXPECT_EQ(history[1].move(), v1::STAGE_MOVE_STOP);
  EXPECT_THAT(history[1].because(), HasSubstr("2025-03-01 and 2025-03-03"));
}

}  // namespace
}  // namespace midstance::running

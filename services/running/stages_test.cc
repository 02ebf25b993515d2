#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <string>

#include "services/running/running_testing.h"
#include "services/running/stage_after.h"
#include "support/status.h"

namespace midstance::running {
namespace {

using ::testing::Not;
using ::testing::SizeIs;

std::string Underscored(std::string id) {
  std::replace(id.begin(), id.end(), '-', '_');
  return id;
}

// What the literature prints, by stage: repeats, walk, run, total, sessions.
struct PrintedStage {
  int stage, repeats, walk, run, total, sessions;
};

class StageRow : public ::testing::TestWithParam<PrintedStage> {};

TEST_P(StageRow, HasItsMinutesItsRhythmAndItsSource) {
  const auto& printed = GetParam();
  const auto& stage = TestTable().stage(printed.stage);
  EXPECT_EQ(stage.stage(), printed.stage);
  EXPECT_EQ(stage.repeats(), printed.repeats);
  EXPECT_EQ(stage.walk_minutes(), printed.walk);
  EXPECT_EQ(stage.run_minutes(), printed.run);
  EXPECT_EQ(stage.total_minutes(), printed.total);
  EXPECT_EQ(stage.sessions(), printed.sessions);
  EXPECT_EQ(stage.warm_up_minutes(), 5);
  EXPECT_EQ(stage.every_days(), printed.stage < 9 ? 2 : 0);
  EXPECT_EQ(stage.per_week(), printed.stage < 9 ? 0 : 3);
  EXPECT_EQ(stage.days(), printed.stage == 9 ? 14 : 0);
  EXPECT_FALSE(stage.source().empty());
  EXPECT_FALSE(stage.text().empty());
}

INSTANTIATE_TEST_SUITE_P(
    Running, StageRow,
    ::testing::Values(PrintedStage{0, 1, 30, 0, 30, 2}, PrintedStage{1, 5, 5, 1, 30, 2},
                      PrintedStage{2, 5, 4, 2, 30, 2}, PrintedStage{3, 5, 3, 3, 30, 2},
                      PrintedStage{4, 5, 2, 4, 30, 2}, PrintedStage{5, 5, 1, 5, 30, 2},
                      PrintedStage{6, 3, 1, 10, 33, 2}, PrintedStage{7, 1, 0, 20, 20, 2},
                      PrintedStage{8, 1, 0, 30, 30, 2}, PrintedStage{9, 1, 0, 30, 30, 6},
                      PrintedStage{10, 0, 0, 0, 0, 0}),
    [](const auto& each) { return "stage_" + std::to_string(each.param.stage); });

class LimitRow : public ::testing::TestWithParam<v1::RunningLimit> {};

TEST_P(LimitRow, SaysWhatItIsAndWhereItComesFrom) {
  EXPECT_THAT(GetParam().text(), Not(SizeIs(0)));
  EXPECT_THAT(GetParam().source(), Not(SizeIs(0)));
}

INSTANTIATE_TEST_SUITE_P(Running, LimitRow,
                         ::testing::ValuesIn(TestTable().source().limits().begin(),
                                             TestTable().source().limits().end()),
                         [](const auto& each) { return Underscored(each.param.id()); });

class RuleRow : public ::testing::TestWithParam<v1::RunningRule> {};

TEST_P(RuleRow, SaysWhatItIsAndWhereItComesFrom) {
  EXPECT_THAT(GetParam().text(), Not(SizeIs(0)));
  EXPECT_THAT(GetParam().source(), Not(SizeIs(0)));
  EXPECT_NE(GetParam().move(), v1::STAGE_MOVE_UNSPECIFIED);
}

INSTANTIATE_TEST_SUITE_P(Running, RuleRow,
                         ::testing::ValuesIn(TestTable().source().rules().begin(),
                                             TestTable().source().rules().end()),
                         [](const auto& each) { return Underscored(each.param.id()); });

TEST(RunningTable, HasTheNumbersOfTheZonesAndTheGates) {
  const Limits& limits = TestTable().limits();
  EXPECT_EQ(limits.safe_nprs, 2);
  EXPECT_EQ(limits.acceptable_nprs, 5);
  EXPECT_EQ(limits.bone_nprs, 0);
  EXPECT_EQ(limits.any_pain_nprs, 0);
  EXPECT_EQ(limits.advance_nprs, 2);
  EXPECT_EQ(limits.agreement_nprs, 3);
  EXPECT_EQ(limits.morning_rise, 1);
  EXPECT_EQ(limits.morning_step_back, 2);
  EXPECT_EQ(limits.swelling_hours, 24);
  EXPECT_EQ(limits.repeat_days, 14);
  EXPECT_EQ(limits.bone_stages_back, 2);
}

TEST(RunningTable, IsRefusedWithoutARowWithARowTooManyAndWithoutASource) {
  auto table = TestTable().source();
  table.mutable_limits()->RemoveLast();
  EXPECT_EQ(ReasonOf(Table::Of(table).status()), v1::ERROR_REASON_RULE_SET_INVALID);
  table = TestTable().source();
  *table.add_rules() = table.rules(0);
  EXPECT_FALSE(Table::Of(table).ok());
  table = TestTable().source();
  table.mutable_limits(0)->clear_source();
  EXPECT_FALSE(Table::Of(table).ok());
  table = TestTable().source();
  table.mutable_stages(3)->set_total_minutes(31);
  EXPECT_FALSE(Table::Of(table).ok());
  EXPECT_FALSE(Table::Of({}).ok());
}

TEST(RunningTable, NoMoveLeavesIt) {
  EXPECT_EQ(StageAfter(TestTable(), 10, v1::STAGE_MOVE_ADVANCE), 10);
  EXPECT_EQ(StageAfter(TestTable(), 4, v1::STAGE_MOVE_ADVANCE), 5);
  EXPECT_EQ(StageAfter(TestTable(), 4, v1::STAGE_MOVE_STEP_BACK), 3);
  EXPECT_EQ(StageAfter(TestTable(), 4, v1::STAGE_MOVE_STEP_BACK_TWO), 2);
  EXPECT_EQ(StageAfter(TestTable(), 1, v1::STAGE_MOVE_STEP_BACK_TWO), 0);
  EXPECT_EQ(StageAfter(TestTable(), 4, v1::STAGE_MOVE_STOP), 4);
  EXPECT_EQ(StageAfter(TestTable(), 4, v1::STAGE_MOVE_HOLD), 4);
}

}  // namespace
}  // namespace midstance::running

#include "services/running/load.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "services/running/running_testing.h"

namespace midstance::running {
namespace {

using std::chrono::days;
using ::testing::DoubleNear;
using ::testing::SizeIs;

LoadRun OfKm(int day, double distance_km) {
  LoadRun run;
  run.entry = "run" + std::to_string(day);
  run.day = DayNumber(day);
  run.distance_km = distance_km;
  return run;
}

// Day 3 is Monday 2025-03-03: weeks of these distances from there on, one run each.
std::vector<LoadRun> Weekly(const std::vector<double>& distances) {
  std::vector<LoadRun> runs;
  for (std::size_t week = 0; week < distances.size(); ++week)
    runs.push_back(OfKm(4 + 7 * static_cast<int>(week), distances[week]));
  return runs;
}

struct SpikeVector {
  const char* name;
  double longest, run;
  v1::RunSpike spike;
  double percent;
};

class Spike : public ::testing::TestWithParam<SpikeVector> {};

TEST_P(Spike, IsAsPrinted) {
  const auto& vector = GetParam();
  EXPECT_EQ(SpikeOf(TestTable(), vector.run, vector.longest), vector.spike);
  EXPECT_THAT(*IncreasePercent(vector.run, vector.longest), DoubleNear(vector.percent, 0.05));
}

INSTANTIATE_TEST_SUITE_P(
    Running, Spike,
    ::testing::Values(SpikeVector{"from_12_to_15", 12, 15, v1::RUN_SPIKE_SMALL, 25},
                      SpikeVector{"from_12_to_13_2", 12, 13.2, v1::RUN_SPIKE_NONE, 10},
                      SpikeVector{"from_12_to_13_201", 12, 13.201, v1::RUN_SPIKE_SMALL, 10.01},
                      SpikeVector{"from_12_to_24", 12, 24, v1::RUN_SPIKE_SMALL, 100},
                      SpikeVector{"from_12_to_24_1", 12, 24.1, v1::RUN_SPIKE_LARGE, 100.83},
                      SpikeVector{"from_12_to_6", 12, 6, v1::RUN_SPIKE_NONE, -50}),
    [](const auto& each) { return each.param.name; });

TEST(Spikes, OfExactlyATenthMoreIsNoneAtEveryDistance) {
  for (int metres = 100; metres <= 60'000; metres += 100) {
    const double longest = metres / 1000.0;
    const double tenth_more = metres * 11 / 10 / 1000.0;
    ASSERT_EQ(SpikeOf(TestTable(), tenth_more, longest), v1::RUN_SPIKE_NONE) << longest;
    ASSERT_EQ(SpikeOf(TestTable(), tenth_more + 0.001, longest), v1::RUN_SPIKE_SMALL) << longest;
    ASSERT_EQ(SpikeOf(TestTable(), 2 * longest, longest), v1::RUN_SPIKE_SMALL) << longest;
    ASSERT_EQ(SpikeOf(TestTable(), 2 * longest + 0.001, longest), v1::RUN_SPIKE_LARGE) << longest;
  }
}

TEST(Spikes, WithoutAnyRunToCompareWithAreUnknown) {
  EXPECT_EQ(SpikeOf(TestTable(), 10, std::nullopt), v1::RUN_SPIKE_UNKNOWN);
}

TEST(LongestRun, IsThatOfTheThirtyDaysBeforeAndNotOfTheDayItself) {
  const std::vector<LoadRun> runs = {OfKm(1, 20), OfKm(2, 12), OfKm(31, 10), OfKm(32, 18)};
  EXPECT_EQ(LongestInThirtyDays(TestTable(), runs, DayNumber(31))->distance_km, 20);
  EXPECT_EQ(LongestInThirtyDays(TestTable(), runs, DayNumber(32))->distance_km, 12);
  EXPECT_EQ(LongestInThirtyDays(TestTable(), runs, DayNumber(33))->entry, "run32");
  EXPECT_FALSE(LongestInThirtyDays(TestTable(), runs, DayNumber(1)).has_value());
  EXPECT_FALSE(LongestInThirtyDays(TestTable(), runs, DayNumber(90)).has_value());
}

TEST(SessionLoads, AreExertionTimesMinutesAndAddUpInAWeek) {
  EXPECT_EQ(SessionLoad(6, 45), 270);
  std::vector<LoadRun> runs = {OfKm(3, 5), OfKm(5, 5), OfKm(7, 5)};
  const double loads[][2] = {{6, 45}, {4, 45}, {8, 40}};
  for (std::size_t i = 0; i < 3; ++i) {
    runs[i].exertion = loads[i][0];
    runs[i].minutes = loads[i][1];
  }
  const auto weeks = WeeksOf(TestTable(), runs, DayNumber(10), 8);
  ASSERT_THAT(weeks, SizeIs(2));
  EXPECT_EQ(weeks[0].session_load(), 770);
  EXPECT_EQ(weeks[0].minutes(), 130);
  EXPECT_TRUE(weeks[0].complete());
  EXPECT_FALSE(weeks[1].complete());
  EXPECT_FALSE(weeks[1].has_distance_km());
}

TEST(Ratios, AreDescriptiveUncoupledOneTwentyWhereCoupledWouldBeOneFourteen) {
  const auto weeks = WeeksOf(TestTable(), Weekly({20, 22, 18, 24}), DayNumber(3 + 28), 8);
  ASSERT_THAT(weeks, SizeIs(5));
  EXPECT_DOUBLE_EQ(weeks[3].uncoupled_ratio(), 1.20);
  double sum = 0;
  for (int i = 0; i < 4; ++i) sum += weeks[static_cast<std::size_t>(i)].distance_km();
  EXPECT_THAT(weeks[3].distance_km() / (sum / 4), DoubleNear(1.14, 0.005));
  EXPECT_FALSE(weeks[2].has_uncoupled_ratio());
  EXPECT_FALSE(weeks[4].has_uncoupled_ratio());
}

TEST(Ratios, OfNoSizeLeadToAWarning) {
  double highest = 0;
  for (unsigned seed = 1; seed <= 200; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    // Many short runs in some weeks, few in others: high and low ratios without a long run.
    std::vector<LoadRun> runs;
    for (int week = 0; week < 10; ++week) {
      const int count = 1 + static_cast<int>(random() % 7);
      for (int run = 0; run < count; ++run) runs.push_back(OfKm(3 + 7 * week + run, 5));
    }
    const auto weeks = WeeksOf(TestTable(), runs, DayNumber(3 + 70), 52);
    for (const auto& week : weeks) highest = std::max(highest, week.uncoupled_ratio());
    EXPECT_THAT(SpikesOf(TestTable(), runs, DayNumber(1)), SizeIs(0));
  }
  EXPECT_GT(highest, 3.0);
}

TEST(WeeklyChange, IsShownAndRemarkedOnlyAboveThirtyPercent) {
  const auto weeks = WeeksOf(TestTable(), Weekly({10, 13, 16.91, 8}), DayNumber(3 + 28), 8);
  EXPECT_FALSE(weeks[0].has_change_percent());
  EXPECT_DOUBLE_EQ(weeks[1].change_percent(), 30);
  EXPECT_EQ(weeks[1].remark(), "");
  EXPECT_GT(weeks[2].change_percent(), 30);
  EXPECT_NE(weeks[2].remark(), "");
  EXPECT_LT(weeks[3].change_percent(), 0);
  EXPECT_EQ(weeks[3].remark(), "");
}

TEST(WeeklyChange, OfAWeekThatNobodyToldAboutIsUnknown) {
  const auto weeks =
      WeeksOf(TestTable(), std::vector<LoadRun>{OfKm(4, 10), OfKm(18, 10)}, DayNumber(31), 8);
  ASSERT_THAT(weeks, SizeIs(5));
  EXPECT_FALSE(weeks[1].has_distance_km());
  EXPECT_FALSE(weeks[2].has_change_percent());
}

TEST(Weeks, AreTheLastOnesAskedForAndBeginOnMonday) {
  const auto weeks = WeeksOf(TestTable(), Weekly({1, 2, 3, 4, 5}), DayNumber(3 + 35), 2);
  ASSERT_THAT(weeks, SizeIs(2));
  EXPECT_EQ(weeks[0].start_date(), "2025-03-31");
  EXPECT_EQ(weeks[0].distance_km(), 5);
  EXPECT_EQ(MondayOf(DayNumber(9)), DayNumber(3));
  EXPECT_EQ(MondayOf(DayNumber(10)), DayNumber(10));
}

TEST(LoadRuns, AMissedOneHasNoDistanceAndIsCounted) {
  const std::vector<Report> reports = {Telling("b", 6).Ran(1, v1::DONE_SKIPPED),
                                       Telling("a", 4).Km(5), Morning("m", 5)};
  const auto runs = LoadRunsOf(reports);
  ASSERT_THAT(runs, SizeIs(2));
  EXPECT_EQ(runs[0].distance_km, 5);
  EXPECT_TRUE(runs[1].missed);
  const auto weeks = WeeksOf(TestTable(), runs, DayNumber(9), 1);
  EXPECT_EQ(weeks[0].sessions(), 1);
  EXPECT_EQ(weeks[0].missed(), 1);
}

}  // namespace
}  // namespace midstance::running

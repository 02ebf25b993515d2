#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "services/running/verbs_testing.h"

namespace midstance::running {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

struct RunVector {
  const char* name;
  double distance_km;
  v1::RunSpike spike;
};

class CheckedRun : public RunningVerbs, public ::testing::WithParamInterface<RunVector> {};

TEST_P(CheckedRun, IsComparedWithTheLongestOfThirtyDays) {
  Tell(Telling("long", 1).Km(12));
  Tell(Telling("short", 2).Km(4));
  tester_.now = At(5);
  v1::CheckRunRequest request;
  request.set_parent(kCase);
  request.set_distance_km(GetParam().distance_km);
  const auto checked = tester_.Run(CheckRun{table_, calendar_}, anna_, request);
  ASSERT_TRUE(checked.ok()) << checked.status();
  EXPECT_EQ(checked->spike(), GetParam().spike);
  EXPECT_EQ(checked->longest_km(), 12);
  EXPECT_EQ(checked->longest_check_in(), std::string(kCase) + "/checkIns/long");
  EXPECT_EQ(checked->warnings_size(), GetParam().spike == v1::RUN_SPIKE_NONE ? 0 : 1);
}

INSTANTIATE_TEST_SUITE_P(Running, CheckedRun,
                         ::testing::Values(RunVector{"km_15", 15, v1::RUN_SPIKE_SMALL},
                                           RunVector{"km_13_2", 13.2, v1::RUN_SPIKE_NONE},
                                           RunVector{"km_24_1", 24.1, v1::RUN_SPIKE_LARGE}),
                         [](const auto& each) { return each.param.name; });

TEST_F(RunningVerbs, WarnOfARunThatIsLongerThanItsStageAndOfAStoppedPlan) {
  auto plan = Started();
  v1::CheckRunRequest request;
  request.set_parent(kCase);
  request.set_minutes(31);
  auto checked = *tester_.Run(CheckRun{table_, calendar_}, anna_, request);
  EXPECT_EQ(checked.stage_minutes(), 30);
  EXPECT_EQ(checked.running_plan(), plan.name());
  ASSERT_THAT(checked.warnings(), SizeIs(1));
  EXPECT_THAT(checked.warnings(0), HasSubstr("walk 30 min"));
  ASSERT_TRUE(DecideOn(plan, v1::STAGE_MOVE_STOP, "a fall").ok());
  request.set_minutes(30);
  request.set_distance_km(3);
  checked = *tester_.Run(CheckRun{table_, calendar_}, anna_, request);
  EXPECT_EQ(checked.spike(), v1::RUN_SPIKE_UNKNOWN);
  EXPECT_THAT(checked.warnings(),
              ElementsAre(HasSubstr("nothing to compare"), HasSubstr("stopped")));
  request.set_day("2025-02-30");
  EXPECT_EQ(ReasonOf(tester_.Run(CheckRun{table_, calendar_}, anna_, request).status()),
            v1::ERROR_REASON_FIELD_INVALID);
}

TEST_F(RunningVerbs, ShowTheLoadByWeekWithARatioThatNothingIsConcludedFrom) {
  const double distances[] = {20, 22, 18, 24};
  for (int week = 0; week < 4; ++week) {
    // Two runs a week: none is a tenth longer than the longest before.
    for (int run = 0; run < 4; ++run) {
      Tell(Telling("r" + std::to_string(week) + std::to_string(run), 3 + 7 * week + run)
               .Km(run < 2 ? 5.5 : (distances[week] - 11) / 2));
    }
  }
  tester_.now = At(3 + 28);
  v1::GetRunningLoadRequest request;
  request.set_parent(kCase);
  const auto load = tester_.Run(GetRunningLoad{table_, calendar_}, anna_, request);
  ASSERT_TRUE(load.ok()) << load.status();
  ASSERT_THAT(load->weeks(), SizeIs(5));
  EXPECT_EQ(load->weeks(3).sessions(), 4);
  EXPECT_DOUBLE_EQ(load->weeks(3).distance_km(), 24);
  EXPECT_NEAR(load->weeks(3).uncoupled_ratio(), 1.20, 1e-9);
  EXPECT_EQ(load->longest_km(), 6.5);
  // The one longer run warns, the ratio does not.
  ASSERT_THAT(load->spikes(), SizeIs(1));
  EXPECT_EQ(load->spikes(0).spike(), v1::RUN_SPIKE_SMALL);
  ASSERT_THAT(load->warnings(), SizeIs(1));
  EXPECT_THAT(load->warnings(0), HasSubstr("6.5 km on 2025-03-26"));
  request.set_weeks(2);
  EXPECT_THAT(tester_.Run(GetRunningLoad{table_, calendar_}, anna_, request)->weeks(), SizeIs(2));
}

// 17:00 on Sunday in Los Angeles is Monday in UTC.
TEST_F(RunningVerbs, ASundayEveningIsOfTheWeekThatEnds) {
  calendar_ = *schedule::ClinicCalendar::Make("America/Los_Angeles");
  const Instant evening = At(3, 1);
  Tell(Telling("long", 2).Km(12).Observed(evening));
  tester_.now = evening + std::chrono::minutes{30};
  v1::GetRunningLoadRequest weeks;
  weeks.set_parent(kCase);
  weeks.set_weeks(1);
  const auto load = tester_.Run(GetRunningLoad{table_, calendar_}, anna_, weeks);
  ASSERT_TRUE(load.ok()) << load.status();
  ASSERT_THAT(load->weeks(), SizeIs(1));
  EXPECT_EQ(load->weeks(0).start_date(), "2025-02-24");
  EXPECT_EQ(load->weeks(0).distance_km(), 12);
  // A run is compared with those of the days before, not with that of its own day.
  v1::CheckRunRequest run;
  run.set_parent(kCase);
  run.set_distance_km(13);
  EXPECT_FALSE(tester_.Run(CheckRun{table_, calendar_}, anna_, run)->has_longest_km());
  tester_.now += std::chrono::hours{7};
  EXPECT_EQ(tester_.Run(CheckRun{table_, calendar_}, anna_, run)->longest_km(), 12);
}

}  // namespace
}  // namespace midstance::running

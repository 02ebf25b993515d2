#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "services/running/propose.h"
#include "services/running/running_testing.h"

namespace midstance::running {
namespace {

using std::chrono::hours;
using ::testing::SizeIs;

constexpr int kLateStage = 3;

// Two sessions at 23:30 of the clinic, the second on the day on which its clocks change, each with
// its morning. In UTC each run is of the day of its own morning.
struct ChangeOfClocks {
  Day day;
  hours behind_before;  // UTC
  hours behind_after;
};

class LateRuns : public ::testing::TestWithParam<ChangeOfClocks> {
 protected:
  Instant Evening(int day) const { return At(day, hours{23}) + std::chrono::minutes{30}; }
  Instant Morn(int day) const { return At(day, hours{8}); }
  Instant At(int day, hours time) const {
    return DateOn(day) + time + (day < 3 ? GetParam().behind_before : GetParam().behind_after);
  }
  Day DateOn(int day) const { return GetParam().day + std::chrono::days{day - 3}; }
  Report Told(Telling telling, Instant at) const {
    return ReportOf(telling.Observed(at).check_in(), {}, calendar_);
  }
  Facts TwoSessions() const {
    return {
        .calendar = calendar_,
        .reports = {Told(Morning("m1", 1), Morn(1)), Told(GoodRun("r1", 1, kLateStage), Evening(1)),
                    Told(Morning("m2", 2), Morn(2)), Told(GoodRun("r3", 3, kLateStage), Evening(3)),
                    Told(Morning("m4", 4), Morn(4))}};
  }

  const schedule::ClinicCalendar calendar_ = *schedule::ClinicCalendar::Make("America/Los_Angeles");
};

TEST_P(LateRuns, AreOfTheirOwnDayAcrossTheChangeOfClocks) {
  auto plan = PlanAt(kLateStage);
  plan.set_start_date(DayText(DateOn(1)));
  const auto proposal = Propose(TestTable(), TwoSessions(), plan, Morn(4) + hours{4});
  EXPECT_EQ(proposal.move(), v1::STAGE_MOVE_ADVANCE) << proposal.because();
  const auto resumed = ResumedAt(plan, calendar_);
  EXPECT_EQ(resumed.at, At(1, hours{0}) - Duration{1});
  const auto steps = Replay(TestTable(), TwoSessions(),
                            {.stage = kLateStage,
                             .at = resumed.at,
                             .since = resumed.since,
                             .rule = v1::RunningPlan::PAIN_RULE_MONITORED});
  ASSERT_THAT(steps, SizeIs(1));
  EXPECT_EQ(steps.front().day(), DayText(DateOn(4)));
  EXPECT_EQ(steps.front().move(), v1::STAGE_MOVE_ADVANCE);
}

INSTANTIATE_TEST_SUITE_P(
    Changes, LateRuns,
    ::testing::Values(ChangeOfClocks{Day{std::chrono::year{2025} / 3 / 9}, hours{8}, hours{7}},
                      ChangeOfClocks{Day{std::chrono::year{2025} / 11 / 2}, hours{7}, hours{8}}),
    [](const auto& change) {
      return change.param.behind_after < change.param.behind_before ? "Spring" : "Autumn";
    });

}  // namespace
}  // namespace midstance::running

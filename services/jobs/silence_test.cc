#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "midstance/v1/check_in_service.pb.h"
#include "midstance/v1/escalation.pb.h"
#include "services/checkins/fixture.h"
#include "services/jobs/jobs.h"
#include "services/worklist/settings.h"

// A knee has been swollen for a week and is flagged. Then check-ins are expected every second day,
// and any of them may not come.
namespace midstance::jobs {
namespace {

using checkins::kDay;
using std::chrono::days;
using v1::Escalation;

constexpr int kEveryDays = 2;
constexpr int kExpected = 6;
// Days late, with a flag open, at which silence is a finding.
constexpr int kSilent = 3;

class Silence : public checkins::CheckIns {
 protected:
  Silence() { SetState(v1::Case::STATE_IN_PROGRAM); }

  void TickAt(Instant now) {
    tester_.now = now;
    const auto done = jobs_.Tick(now);
    EXPECT_TRUE(done.ok()) << done;
  }
  std::optional<Escalation> Of(const std::string& rule) {
    std::optional<Escalation> found;
    const auto read = tester_.store().Read(
        std::string(rpc::VerbTester::kClinic), [&](const storage::Reader& reader) {
          return reader.ForEach<Escalation>({}, [&](const Escalation& one) {
            for (const auto& firing : one.firings()) {
              if (firing.result().rule() == rule) found = one;
            }
          });
        });
    EXPECT_TRUE(read.ok()) << read;
    return found;
  }

  const measures::Library library_ = *measures::Shipped();
  const config::v1::WorklistSettings worklist_ = *worklist::ShippedSettings();
  Jobs jobs_{tester_.store(), engines_,
             ProcessParts{.engines = engines_,
                          .measures = library_,
                          .check_in_every_days = kEveryDays,
                          .worklist = worklist_}};
};

class SilenceOf : public Silence, public ::testing::WithParamInterface<int> {};

TEST_P(SilenceOf, AnyCheckInsAfterAFlagIsFoundOnItsDayAndLeavesTheFlagAsOpenAsItWas) {
  Record(checkins::Swollen());
  tester_.now += 7 * kDay;
  Record(checkins::Swollen());
  const Instant flagged = tester_.now;
  const auto flag = Of("swelling-persistent");
  ASSERT_TRUE(flag.has_value());
  Instant last = flagged;
  std::optional<Instant> silent;
  for (int day = 1; day <= kEveryDays * kExpected + kEveryDays + kSilent; ++day) {
    TickAt(flagged + days{day});
    if (!silent.has_value() && tester_.now - last == days{kEveryDays + kSilent}) {
      silent = tester_.now;
    }
    EXPECT_EQ(Of("overdue-checkin").has_value(), silent.has_value()) << "day " << day;
    const int number = day / kEveryDays - 1;
    if (day % kEveryDays == 0 && number < kExpected && (GetParam() >> number & 1) != 0) {
      Record(checkins::OnKnee("worst_nprs", 1));
      last = tester_.now;
    }
    EXPECT_EQ(Of("swelling-persistent")->state(), Escalation::STATE_OPEN);
  }
  ASSERT_TRUE(silent.has_value());
  EXPECT_EQ(InstantOf(Of("overdue-checkin")->raised_time()), *silent);
}

INSTANTIATE_TEST_SUITE_P(EverySubset, SilenceOf, ::testing::Range(0, 1 << kExpected));

TEST_F(Silence, AfterAFlagOfARunnerWhoHasNoProgramYetIsFoundToo) {
  SetState(v1::Case::STATE_OPEN);
  Record(checkins::Hot());
  const Instant flagged = tester_.now;
  TickAt(flagged + days{kEveryDays + kSilent - 1});
  EXPECT_FALSE(Of("overdue-checkin").has_value());
  TickAt(flagged + days{kEveryDays + kSilent});
  EXPECT_TRUE(Of("overdue-checkin").has_value());
}

}  // namespace
}  // namespace midstance::jobs

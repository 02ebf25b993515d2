#include "services/jobs/jobs.h"

#include <algorithm>

#include "services/followups/fixture.h"
#include "services/jobs/reminders.h"
#include "services/rules/embedded.h"
#include "services/worklist/settings.h"

namespace midstance::jobs {
namespace {

using followups::Utc;
using std::chrono::hours;
using ::testing::ElementsAre;
using ::testing::SizeIs;

class Reminders : public followups::ClinicInBerlin {
 protected:
  v1::FollowUp PlanWithReminders(const std::string& day, std::initializer_list<int> before) {
    auto request = ToCreate();
    request.mutable_follow_up()->set_due_date(day);
    for (const int count : before) request.mutable_follow_up()->add_remind_before_days(count);
    const auto made = Create(request);
    EXPECT_TRUE(made.ok()) << made.status();
    return *made;
  }
  void TickAt(Jobs& jobs, Instant now) {
    tester_.now = now;
    const auto done = jobs.Tick(now);
    EXPECT_TRUE(done.ok()) << done;
  }
  storage::v1::AuditRecord LastRecord() {
    storage::v1::AuditRecord record;
    const auto read = tester_.store().Read(
        std::string(rpc::VerbTester::kClinic), [&](const storage::Reader& reader) -> absl::Status {
          MIDSTANCE_ASSIGN_OR_RETURN(const auto last, reader.LastChange());
          MIDSTANCE_ASSIGN_OR_RETURN(const auto entries, reader.JournalAfter(last - 1, 1));
          EXPECT_TRUE(record.ParseFromString(entries.at(0).record()));
          return absl::OkStatus();
        });
    EXPECT_TRUE(read.ok()) << read;
    return record;
  }
  // The days before the due day of what was made.
  std::vector<int> Sent(const v1::FollowUp& follow_up) {
    std::vector<int> sent;
    const auto found = Read(follow_up.name());
    for (const auto& one : found.reminders_sent()) sent.push_back(one.days_before());
    return sent;
  }

  cases::Engines engines_{
      *rules::Compile(*rules::ParseRuleSet(rules::RunningHipCore()), calendar_)};
  const cases::RuleEngine& engine_ = *engines_.shipped();
  const measures::Library measures_ = *measures::Shipped();
  const config::v1::WorklistSettings worklist_ = *worklist::ShippedSettings();
  const ProcessParts parts_{
      .engines = engines_, .measures = measures_, .check_in_every_days = 7, .worklist = worklist_};
  const Instant start_ = Utc(2026, 3, 20, 9);
};

TEST_F(Reminders, AreMadeAtTheStartOfTheirDayAndKeptOnTheFollowUp) {
  tester_.now = start_;
  const auto planned = PlanWithReminders("2026-03-30", {1, 7});
  Jobs jobs(tester_.store(), engines_, parts_);
  TickAt(jobs, Utc(2026, 3, 22, 22, 59));
  EXPECT_THAT(Sent(planned), SizeIs(0));
  TickAt(jobs, Utc(2026, 3, 22, 23));  // midnight in Berlin
  EXPECT_THAT(Sent(planned), ElementsAre(7));
  const auto after = Read(planned.name());
  EXPECT_EQ(InstantOf(after.reminders_sent(0).reminder_time()), Utc(2026, 3, 22, 23));
  EXPECT_EQ(InstantOf(after.reminders_sent(0).sent_time()), Utc(2026, 3, 22, 23));
  EXPECT_EQ(InstantOf(after.next_reminder_time()), Utc(2026, 3, 28, 23));
  EXPECT_NE(after.etag(), planned.etag());
  TickAt(jobs, Utc(2026, 3, 28, 23));
  EXPECT_THAT(Sent(planned), ElementsAre(7, 1));
  EXPECT_FALSE(Read(planned.name()).has_next_reminder_time());
}

TEST_F(Reminders, AreInTheAuditTrailAsTheSystems) {
  tester_.now = start_;
  const auto planned = PlanWithReminders("2026-03-30", {7});
  Jobs jobs(tester_.store(), engines_, parts_);
  TickAt(jobs, Utc(2026, 3, 23, 9));
  const auto record = LastRecord();
  EXPECT_EQ(record.actor(), "system/jobs");
  EXPECT_EQ(record.action(), "follow_up.remind");
  EXPECT_THAT(record.resources(), ElementsAre(planned.name()));
}

TEST_F(Reminders, AreMadeOnceHoweverOftenTheSameMomentTicks) {
  tester_.now = start_;
  const auto planned = PlanWithReminders("2026-03-30", {7});
  Jobs first(tester_.store(), engines_, parts_);
  TickAt(first, Utc(2026, 3, 23, 9));
  const auto change = tester_.LastChange();
  TickAt(first, Utc(2026, 3, 23, 9));
  // A server that was started again, and another beside it.
  Jobs second(tester_.store(), engines_, parts_);
  Jobs third(tester_.store(), engines_, parts_);
  for (int minute = 0; minute < 3; ++minute) {
    TickAt(second, Utc(2026, 3, 23, 9, minute));
    TickAt(third, Utc(2026, 3, 23, 9, minute));
    TickAt(first, Utc(2026, 3, 23, 9, minute));
  }
  EXPECT_THAT(Sent(planned), ElementsAre(7));
  EXPECT_EQ(tester_.LastChange(), change);
}

TEST_F(Reminders, OfALongDowntimeAreOne) {
  tester_.now = start_;
  const auto planned = PlanWithReminders("2026-03-30", {0, 1, 2, 3, 7});
  Jobs jobs(tester_.store(), engines_, parts_);
  TickAt(jobs, Utc(2026, 3, 29, 15));
  EXPECT_THAT(Sent(planned), ElementsAre(1));
  EXPECT_EQ(InstantOf(Read(planned.name()).next_reminder_time()), Utc(2026, 3, 29, 22));
  TickAt(jobs, Utc(2026, 4, 20, 15));
  EXPECT_THAT(Sent(planned), ElementsAre(1, 0));
}

TEST_F(Reminders, AreNotMadeOfWhatHasEndedOrOfDeletedPatients) {
  tester_.now = start_;
  const auto done = Complete(PlanWithReminders("2026-03-30", {7}));
  ASSERT_TRUE(done.ok()) << done.status();
  const auto kept = PlanWithReminders("2026-03-30", {7});
  auto patient = *tester_.Find<v1::Patient>("patients/p1");
  ASSERT_TRUE(tester_.Write([&](auto& w) { return w.Delete(patient, tester_.now); }).ok());
  Jobs jobs(tester_.store(), engines_, parts_);
  TickAt(jobs, Utc(2026, 3, 23, 9));
  EXPECT_EQ(tester_.Find<v1::FollowUp>(kept.name())->reminders_sent_size(), 0);
  EXPECT_FALSE(tester_.Find<v1::FollowUp>(kept.name())->has_next_reminder_time());
  EXPECT_EQ(tester_.Find<v1::FollowUp>(done->name())->reminders_sent_size(), 0);
}

TEST_F(Reminders, AreBoundedForOneTickAndTheRestComesWithTheNext) {
  tester_.now = start_;
  std::vector<v1::FollowUp> planned;
  for (int i = 0; i < kMostReminders + 5; ++i) {
    planned.push_back(PlanWithReminders("2026-03-30", {7}));
  }
  Jobs jobs(tester_.store(), engines_, parts_);
  const auto made = [&] {
    return std::count_if(planned.begin(), planned.end(),
                         [&](const auto& one) { return !Sent(one).empty(); });
  };
  TickAt(jobs, Utc(2026, 3, 23, 9));
  EXPECT_EQ(made(), kMostReminders);
  TickAt(jobs, Utc(2026, 3, 23, 9) + std::chrono::seconds{59});
  EXPECT_EQ(made(), kMostReminders);  // once a minute
  TickAt(jobs, Utc(2026, 3, 23, 9, 1));
  EXPECT_EQ(made(), kMostReminders + 5);
}

TEST_F(Reminders, GoOnWhenTheClockWasPutBack) {
  tester_.now = start_;
  Jobs jobs(tester_.store(), engines_, parts_);
  TickAt(jobs, Utc(2027, 1, 1));
  tester_.now = start_;
  const auto planned = PlanWithReminders("2026-03-30", {7});
  TickAt(jobs, Utc(2026, 3, 23, 9));
  EXPECT_THAT(Sent(planned), ElementsAre(7));
}

TEST_F(Reminders, OfAYearOfWeeksAreOneAWeekThroughBothClockChanges) {
  tester_.now = Utc(2026, 3, 1, 9);
  auto request = ToCreate();
  request.mutable_follow_up()->set_due_date("2026-03-08");
  request.mutable_follow_up()->add_remind_before_days(1);
  request.mutable_follow_up()->mutable_recurrence()->set_every(1);
  request.mutable_follow_up()->mutable_recurrence()->set_unit(v1::FollowUp::Recurrence::UNIT_WEEK);
  auto current = *Create(request);
  Jobs jobs(tester_.store(), engines_, parts_);
  for (int week = 0; week < 52; ++week) {
    const auto due = calendar_.DayOf(InstantOf(current.due_time()));
    for (Instant at = calendar_.StartOf(due.PlusDays(-2)); at <= calendar_.EndOf(due);
         at += hours{6}) {
      TickAt(jobs, at);
    }
    const auto reminded = Read(current.name());
    ASSERT_THAT(reminded.reminders_sent(), SizeIs(1)) << due.Text();
    EXPECT_EQ(InstantOf(reminded.reminders_sent(0).reminder_time()),
              calendar_.StartOf(due.PlusDays(-1)));
    const auto done = Complete(reminded, calendar_.EndOf(due));
    ASSERT_TRUE(done.ok()) << done.status();
    current = Read(done->next());
  }
}

}  // namespace
}  // namespace midstance::jobs

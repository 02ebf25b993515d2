#include "services/followups/due.h"

#include "services/followups/fixture.h"

namespace midstance::followups {
namespace {

class DueDays : public ClinicInBerlin {};

struct DayEnd {
  const char* day;
  Instant end;
};

// On 29 March 2026 the clocks of Berlin skip an hour, on 25 October they repeat one.
TEST_F(DueDays, EndWithTheClinicsDayAcrossBothClockChanges) {
  tester_.now = Utc(2026, 3, 1, 9);
  const std::vector<DayEnd> rows = {{"2026-03-28", Utc(2026, 3, 28, 23) - Duration{1}},
                                    {"2026-03-29", Utc(2026, 3, 29, 22) - Duration{1}},
                                    {"2026-10-24", Utc(2026, 10, 24, 22) - Duration{1}},
                                    {"2026-10-25", Utc(2026, 10, 25, 23) - Duration{1}}};
  for (const auto& row : rows) {
    const auto planned = PlanOn(row.day);
    EXPECT_EQ(planned.due_date(), row.day);
    EXPECT_EQ(InstantOf(planned.due_time()), row.end) << row.day;
    tester_.now = row.end;
    EXPECT_EQ(Read(planned.name()).state(), v1::FollowUp::STATE_SCHEDULED) << row.day;
    tester_.now = row.end + Duration{1};
    EXPECT_EQ(Read(planned.name()).state(), v1::FollowUp::STATE_OVERDUE) << row.day;
  }
}

// A clinician who plans at 23:30 for "today" has until midnight of her day, not of UTC's.
TEST_F(DueDays, AreThoseOfTheClinicAndNotOfUtc) {
  tester_.now = Utc(2026, 6, 30, 22, 30);  // 0:30 on 1 July in Berlin
  const auto planned = PlanOn("2026-07-01");
  EXPECT_EQ(planned.state(), v1::FollowUp::STATE_SCHEDULED);
  EXPECT_EQ(InstantOf(planned.due_time()), Utc(2026, 7, 1, 22) - Duration{1});
}

TEST_F(DueDays, StandInsteadOfADueTimeAndNeverBesideOne) {
  auto request = ToCreate();
  EXPECT_EQ(ReasonOf(Create(request).status()), v1::ERROR_REASON_FIELD_INVALID);
  request.mutable_follow_up()->set_due_date("2026-07-01");
  *request.mutable_follow_up()->mutable_due_time() = TimestampOf(Utc(2026, 7, 1));
  EXPECT_EQ(ReasonOf(Create(request).status()), v1::ERROR_REASON_FIELD_INVALID);
  request.mutable_follow_up()->clear_due_time();
  EXPECT_TRUE(Create(request).ok());
  request.mutable_follow_up()->set_due_date("2026-02-30");
  EXPECT_EQ(ReasonOf(Create(request).status()), v1::ERROR_REASON_FIELD_INVALID);
}

TEST_F(DueDays, AFollowUpMovesFromATimeToADayAndBack) {
  tester_.now = Utc(2026, 3, 1, 9);
  const auto planned = PlanAt(Utc(2026, 3, 2, 9));
  auto request = ToMove(planned);
  request.set_due_date("2026-03-29");
  const auto by_day = Move(request);
  ASSERT_TRUE(by_day.ok()) << by_day.status();
  EXPECT_EQ(by_day->due_date(), "2026-03-29");
  EXPECT_EQ(InstantOf(by_day->due_time()), Utc(2026, 3, 29, 22) - Duration{1});
  request = ToMove(*by_day);
  *request.mutable_due_time() = TimestampOf(Utc(2026, 4, 1, 9));
  const auto by_time = Move(request);
  ASSERT_TRUE(by_time.ok()) << by_time.status();
  EXPECT_EQ(by_time->due_date(), "");
  EXPECT_EQ(InstantOf(by_time->due_time()), Utc(2026, 4, 1, 9));
}

// A change that is refused leaves everything as it was.
TEST_F(DueDays, AMoveThatIsRefusedMovesNothing) {
  const auto planned = PlanOn("2026-03-02");
  auto request = ToMove(planned);
  request.set_due_date("2026-02-30");
  EXPECT_EQ(ReasonOf(Move(request).status()), v1::ERROR_REASON_FIELD_INVALID);
  const auto read = Read(planned.name());
  EXPECT_EQ(read.due_date(), planned.due_date());
  EXPECT_EQ(read.etag(), planned.etag());
  EXPECT_EQ(read.change_reason(), "");
}

TEST_F(DueDays, AreRemindedOfFromTheStartOfTheClinicsDay) {
  tester_.now = Utc(2026, 3, 20, 15);
  auto request = ToCreate();
  request.mutable_follow_up()->set_due_date("2026-03-30");
  for (const int days : {0, 1, 7}) request.mutable_follow_up()->add_remind_before_days(days);
  const auto planned = Create(request);
  ASSERT_TRUE(planned.ok()) << planned.status();
  EXPECT_EQ(InstantOf(planned->next_reminder_time()), Utc(2026, 3, 22, 23));  // 7 days before
  const auto first = FirstReminderAfter(calendar_, *planned, Utc(2026, 3, 22, 23));
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(first->at, Utc(2026, 3, 28, 23));  // one day before, after the clocks' night began
  EXPECT_EQ(first->days_before, 1);
  const auto last = LastReminderUntil(calendar_, *planned, Utc(2026, 3, 29, 22));
  ASSERT_TRUE(last.has_value());
  EXPECT_EQ(last->days_before, 0);
  EXPECT_FALSE(FirstReminderAfter(calendar_, *planned, Utc(2026, 3, 29, 22)).has_value());
  EXPECT_FALSE(LastReminderUntil(calendar_, *planned, Utc(2026, 3, 22, 22)).has_value());
}

TEST_F(DueDays, RemindersFollowAMoveAndEndWithTheFollowUp) {
  tester_.now = Utc(2026, 3, 20, 15);
  auto create = ToCreate();
  create.mutable_follow_up()->set_due_date("2026-03-30");
  create.mutable_follow_up()->add_remind_before_days(2);
  const auto planned = Create(create);
  auto request = ToMove(*planned);
  request.set_due_date("2026-04-10");
  const auto moved = Move(request);
  EXPECT_EQ(InstantOf(moved->next_reminder_time()), Utc(2026, 4, 7, 22));
  v1::UpdateFollowUpRequest update;
  *update.mutable_follow_up() = *moved;
  update.mutable_follow_up()->add_remind_before_days(5);
  update.mutable_update_mask()->add_paths("remind_before_days");
  const auto updated = tester_.Run(UpdateFollowUp{calendar_}, anna_, update);
  ASSERT_TRUE(updated.ok()) << updated.status();
  EXPECT_EQ(InstantOf(updated->next_reminder_time()), Utc(2026, 4, 4, 22));
  EXPECT_FALSE(Complete(*updated)->has_next_reminder_time());
}

}  // namespace
}  // namespace midstance::followups

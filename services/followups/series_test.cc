#include "services/followups/series.h"

#include "services/cases/workflow.h"
#include "services/followups/fixture.h"

namespace midstance::followups {
namespace {

using ::testing::ElementsAre;
using Recurrence = v1::FollowUp::Recurrence;

class Series : public ClinicInBerlin {
 protected:
  static void Repeat(v1::FollowUp& follow_up, int every, Recurrence::Unit unit) {
    follow_up.mutable_recurrence()->set_every(every);
    follow_up.mutable_recurrence()->set_unit(unit);
  }
  v1::FollowUp Begin(const v1::CreateFollowUpRequest& request) {
    const auto made = Create(request);
    EXPECT_TRUE(made.ok()) << made.status();
    return *made;
  }
  // One that is due at 9:30 in Berlin on 27 March 2026, then every week.
  v1::FollowUp WeeklyAtHalfPastNine() {
    tester_.now = Utc(2026, 3, 20, 9);
    auto request = ToCreate();
    *request.mutable_follow_up()->mutable_due_time() = TimestampOf(Utc(2026, 3, 27, 8, 30));
    Repeat(*request.mutable_follow_up(), 1, Recurrence::UNIT_WEEK);
    return Begin(request);
  }
  v1::FollowUp OnDay(const std::string& day, int every, Recurrence::Unit unit) {
    auto request = ToCreate();
    request.mutable_follow_up()->set_due_date(day);
    Repeat(*request.mutable_follow_up(), every, unit);
    return Begin(request);
  }
};

TEST_F(Series, AYearOfWeeksKeepsItsTimeOfDayThroughBothClockChanges) {
  v1::FollowUp current = WeeklyAtHalfPastNine();
  const std::string first = current.name();
  schedule::LocalDay day = calendar_.DayOf(InstantOf(current.due_time()));
  for (int week = 1; week <= 53; ++week) {
    SCOPED_TRACE(day.Text());
    const Instant due = InstantOf(current.due_time());
    EXPECT_EQ(calendar_.DayOf(due), day);
    EXPECT_EQ(due - calendar_.StartOf(day), std::chrono::minutes{9 * 60 + 30});
    EXPECT_EQ(current.occurrence(), week);
    EXPECT_EQ(current.series(), first);
    tester_.now = due;
    const auto done = Complete(current);
    ASSERT_TRUE(done.ok()) << done.status();
    current = Read(done->next());
    day = day.PlusDays(7);
  }
  EXPECT_EQ(day.Text(), "2027-04-02");
}

TEST_F(Series, AYearOfDaysIsDueAtTheEndOfEachOfThem) {
  tester_.now = Utc(2026, 3, 1, 9);
  v1::FollowUp current = OnDay("2026-03-01", 1, Recurrence::UNIT_DAY);
  for (schedule::LocalDay day = *schedule::LocalDay::Parse("2026-03-01");
       day < *schedule::LocalDay::Parse("2027-03-30"); day = day.PlusDays(1)) {
    ASSERT_EQ(current.due_date(), day.Text());
    ASSERT_EQ(InstantOf(current.due_time()), calendar_.EndOf(day));
    tester_.now = calendar_.EndOf(day);
    const auto done = Complete(current);
    ASSERT_TRUE(done.ok()) << done.status();
    current = Read(done->next());
  }
}

TEST_F(Series, TheNextOneIsCountedFromTheDayOnWhichTheLastWasDone) {
  tester_.now = Utc(2026, 3, 1, 9);
  const auto planned = OnDay("2026-03-02", 2, Recurrence::UNIT_WEEK);
  tester_.now = Utc(2026, 3, 6, 9);
  const auto done = Complete(planned);
  ASSERT_TRUE(done.ok()) << done.status();
  EXPECT_EQ(Read(done->next()).due_date(), "2026-03-20");
}

TEST_F(Series, WhatWasDoneBeforeItWasEnteredIsCountedFromWhenItWasDone) {
  tester_.now = Utc(2026, 3, 1, 9);
  const auto planned = OnDay("2026-03-02", 1, Recurrence::UNIT_WEEK);
  tester_.now = Utc(2026, 3, 20, 9);
  EXPECT_EQ(Read(planned.name()).state(), v1::FollowUp::STATE_OVERDUE);
  const auto done = Complete(planned, Utc(2026, 3, 3, 15));
  ASSERT_TRUE(done.ok()) << done.status();
  EXPECT_EQ(InstantOf(done->done_time()), Utc(2026, 3, 3, 15));
  EXPECT_EQ(InstantOf(done->end_time()), tester_.now);
  const auto next = Read(done->next());
  EXPECT_EQ(next.due_date(), "2026-03-10");
  EXPECT_EQ(next.state(), v1::FollowUp::STATE_OVERDUE);
  EXPECT_TRUE(Complete(next, Utc(2026, 3, 11, 9)).ok());
}

TEST_F(Series, CancellingOneGoesOnWithTheNextThatIsNotOver) {
  tester_.now = Utc(2026, 3, 1, 9);
  const auto planned = OnDay("2026-03-02", 1, Recurrence::UNIT_WEEK);
  tester_.now = Utc(2026, 3, 20, 9);
  const auto cancelled = Cancel(planned, v1::SERIES_SCOPE_THIS_ONE);
  ASSERT_TRUE(cancelled.ok()) << cancelled.status();
  EXPECT_EQ(cancelled->state(), v1::FollowUp::STATE_CANCELLED);
  EXPECT_EQ(Read(cancelled->next()).due_date(), "2026-03-23");
}

TEST_F(Series, CancellingTheWholeSeriesPlansNothingMore) {
  const auto planned = OnDay("2026-03-02", 1, Recurrence::UNIT_WEEK);
  const auto cancelled = Cancel(planned, v1::SERIES_SCOPE_WHOLE_SERIES);
  ASSERT_TRUE(cancelled.ok()) << cancelled.status();
  EXPECT_EQ(cancelled->next(), "");
  EXPECT_EQ(ListAll().size(), 1U);
}

TEST_F(Series, MovingOneLeavesTheTimeOfThoseAfterIt) {
  const auto planned = WeeklyAtHalfPastNine();
  auto request = ToMove(planned);
  *request.mutable_due_time() = TimestampOf(Utc(2026, 3, 28, 14));
  const auto moved = Move(request);
  ASSERT_TRUE(moved.ok()) << moved.status();
  EXPECT_EQ(InstantOf(moved->due_time()), Utc(2026, 3, 28, 14));
  tester_.now = Utc(2026, 3, 28, 14);
  EXPECT_EQ(InstantOf(Read(Complete(*moved)->next()).due_time()), Utc(2026, 4, 4, 7, 30));
}

TEST_F(Series, MovingTheWholeSeriesMovesThoseAfterItToo) {
  const auto planned = WeeklyAtHalfPastNine();
  auto request = ToMove(planned);
  *request.mutable_due_time() = TimestampOf(Utc(2026, 3, 28, 14));
  request.set_scope(v1::SERIES_SCOPE_WHOLE_SERIES);
  const auto moved = Move(request);
  ASSERT_TRUE(moved.ok()) << moved.status();
  tester_.now = Utc(2026, 3, 28, 14);
  EXPECT_EQ(InstantOf(Read(Complete(*moved)->next()).due_time()), Utc(2026, 4, 4, 13));
}

TEST_F(Series, EndsWithItsCount) {
  auto request = ToCreate();
  request.mutable_follow_up()->set_due_date("2025-03-02");
  Repeat(*request.mutable_follow_up(), 1, Recurrence::UNIT_DAY);
  request.mutable_follow_up()->mutable_recurrence()->set_count(2);
  const auto first = Complete(Begin(request));
  const auto second = Complete(Read(first->next()));
  EXPECT_EQ(second->occurrence(), 2);
  EXPECT_EQ(second->next(), "");
}

TEST_F(Series, EndsWithItsLastDayAndDoesNotBeginBehindIt) {
  auto request = ToCreate();
  request.mutable_follow_up()->set_due_date("2025-03-01");
  Repeat(*request.mutable_follow_up(), 1, Recurrence::UNIT_WEEK);
  request.mutable_follow_up()->mutable_recurrence()->set_until_date("2025-03-08");
  const auto first = Complete(Begin(request));
  EXPECT_EQ(Read(first->next()).due_date(), "2025-03-08");
  tester_.now = Utc(2025, 3, 8, 9);
  EXPECT_EQ(Complete(Read(first->next()))->next(), "");
  request.mutable_follow_up()->mutable_recurrence()->set_until_date("2025-02-28");
  EXPECT_EQ(ReasonOf(Create(request).status()), v1::ERROR_REASON_FIELD_INVALID);
}

TEST_F(Series, MonthsAreCountedFromOneDayAndDoNotShortenEachOther) {
  tester_.now = Utc(2026, 1, 31, 9);
  const auto planned = OnDay("2026-01-31", 1, Recurrence::UNIT_MONTH);
  tester_.now = Utc(2026, 4, 15, 9);
  EXPECT_EQ(Read(Cancel(planned)->next()).due_date(), "2026-04-30");
}

TEST_F(Series, GoesOnNoMoreOnceTheCaseHasEnded) {
  const auto planned = OnDay("2026-03-02", 1, Recurrence::UNIT_WEEK);
  of_.set_state(v1::Case::STATE_DISCHARGED);
  ASSERT_TRUE(tester_.Write([&](auto& writer) { return writer.Update(of_, tester_.now); }).ok());
  const auto done = Complete(planned);
  ASSERT_TRUE(done.ok()) << done.status();
  EXPECT_EQ(done->next(), "");
}

TEST_F(Series, IsMadeOfASingleOneByAChangeAndEndedByAnother) {
  const auto planned = PlanOn("2025-03-02");
  v1::UpdateFollowUpRequest update;
  *update.mutable_follow_up() = planned;
  Repeat(*update.mutable_follow_up(), 1, Recurrence::UNIT_WEEK);
  update.mutable_update_mask()->add_paths("recurrence");
  const auto series = tester_.Run(UpdateFollowUp{calendar_}, anna_, update);
  ASSERT_TRUE(series.ok()) << series.status();
  EXPECT_EQ(series->series(), planned.name());
  const auto next = Read(Complete(*series)->next());
  *update.mutable_follow_up() = next;
  update.mutable_follow_up()->clear_recurrence();
  const auto single = tester_.Run(UpdateFollowUp{calendar_}, anna_, update);
  ASSERT_TRUE(single.ok()) << single.status();
  EXPECT_EQ(Complete(*single)->next(), "");
}

TEST_F(Series, AFilterFindsAllOfOne) {
  const auto first = OnDay("2025-03-01", 1, Recurrence::UNIT_WEEK);
  PlanOn("2025-03-01");
  const auto done = Complete(first);
  v1::ListFollowUpsRequest request;
  request.set_parent("patients/-/cases/-");
  request.set_filter("series = \"" + first.name() + "\"");
  const auto page = tester_.Run(ListFollowUps{tester_.sealer()}, anna_, request);
  ASSERT_TRUE(page.ok()) << page.status();
  std::vector<std::string> names;
  for (const auto& one : page->follow_ups()) names.push_back(one.name());
  EXPECT_THAT(names, ElementsAre(first.name(), done->next()));
}

class MissedContacts : public ClinicInBerlin {};

TEST_F(MissedContacts, AreCountedInTheAnswerUpToTheThreeThatMayEndAnEpisode) {
  const auto* const rule = cases::CareRuleOf(cases::CareTable(), "missed-contacts");
  ASSERT_NE(rule, nullptr);
  for (int missed = 1; missed <= rule->in_a_row(); ++missed) {
    const auto gone = Miss(PlanOn("2025-03-02"));
    ASSERT_TRUE(gone.ok()) << gone.status();
    EXPECT_EQ(gone->state(), v1::FollowUp::STATE_NO_SHOW);
    EXPECT_EQ(gone->missed_contacts(), missed);
    EXPECT_EQ(gone->outcome_note(), "did not come");
    ASSERT_TRUE(Complete(PlanOn("2025-03-02")).ok());
  }
  EXPECT_EQ(rule->in_a_row(), 3);
}

TEST_F(MissedContacts, OfASeriesAreFollowedByTheNextOne) {
  auto request = ToCreate();
  request.mutable_follow_up()->set_due_date("2025-03-01");
  request.mutable_follow_up()->mutable_recurrence()->set_every(1);
  request.mutable_follow_up()->mutable_recurrence()->set_unit(Recurrence::UNIT_WEEK);
  EXPECT_EQ(Read(Miss(*Create(request))->next()).due_date(), "2025-03-08");
}

}  // namespace
}  // namespace midstance::followups

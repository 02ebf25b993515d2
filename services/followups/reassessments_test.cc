#include <algorithm>
#include <array>
#include <functional>
#include <set>

#include "midstance/v1/assessment.pb.h"
#include "midstance/v1/outcome_score.pb.h"
#include "services/cases/workflow.h"
#include "services/followups/fixture.h"
#include "services/followups/schedule_plan.h"

namespace midstance::followups {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class Reassessments : public ClinicInBerlin {
 protected:
  void Examine(Instant at, v1::Assessment::Kind kind = v1::Assessment::KIND_INITIAL) {
    v1::Assessment assessment;
    assessment.set_name(std::string(kCase) + "/assessments/a" + std::to_string(++examined_));
    assessment.set_kind(kind);
    assessment.set_state(v1::RECORD_STATE_ACTIVE);
    *assessment.mutable_occurred_time() = TimestampOf(at);
    tester_.Put(assessment);
  }
  void Change(const std::function<void(v1::Case&)>& change) {
    of_ = *tester_.Find<v1::Case>(kCase);
    change(of_);
    const auto wrote = tester_.Write([&](auto& writer) { return writer.Update(of_, tester_.now); });
    ASSERT_TRUE(wrote.ok()) << wrote;
  }
  absl::StatusOr<v1::ScheduleReassessmentsResponse> Schedule(
      const std::vector<v1::FollowUp::Kind>& kinds = {}) {
    v1::ScheduleReassessmentsRequest request;
    request.set_parent(kCase);
    for (const auto kind : kinds) request.add_kinds(kind);
    return tester_.Run(ScheduleReassessments{calendar_, schedule_}, anna_, request);
  }
  std::vector<v1::FollowUp> Planned(const std::vector<v1::FollowUp::Kind>& kinds = {}) {
    const auto response = Schedule(kinds);
    EXPECT_TRUE(response.ok()) << response.status();
    return {response->follow_ups().begin(), response->follow_ups().end()};
  }
  static v1::FollowUp OfRow(const std::vector<v1::FollowUp>& all, const std::string& row) {
    for (const auto& one : all) {
      if (one.schedule_row() == row) return one;
    }
    ADD_FAILURE() << "nothing of " << row;
    return {};
  }
  // Visits that were done on so many days from `first` on.
  void Treat(Instant first, int days) {
    for (int day = 0; day < days; ++day) {
      tester_.now = first + std::chrono::days{day};
      const auto done =
          Complete(PlanOn(calendar_.DayOf(tester_.now).Text(), v1::FollowUp::KIND_VISIT));
      ASSERT_TRUE(done.ok()) << done.status();
    }
  }

 private:
  int examined_ = 0;
};

struct Row {
  const char* id;
  v1::FollowUp::Kind kind;
  const char* due;     // of a case first examined on 2 March 2026, discharge planned on 29 March
  const char* repeat;  // the due day after one done on its due day; "" when it does not come again
};

class ScheduleRow : public Reassessments, public ::testing::WithParamInterface<Row> {};

TEST_P(ScheduleRow, IsDueOnTheDayThatTheTableSays) {
  const Row& row = GetParam();
  tester_.now = Utc(2026, 3, 29, 10);
  // 0:30 in Berlin: still 1 March by UTC.
  Examine(Utc(2026, 3, 1, 23, 30));
  Change([&](v1::Case& of) {
    of.set_state(v1::Case::STATE_DISCHARGE_PLANNED);
    *of.mutable_state_time() = TimestampOf(tester_.now);
  });
  const auto planned = OfRow(Planned(), row.id);
  EXPECT_EQ(planned.kind(), row.kind);
  EXPECT_EQ(planned.due_date(), row.due);
  EXPECT_EQ(InstantOf(planned.due_time()), calendar_.EndOf(*schedule::LocalDay::Parse(row.due)));
  EXPECT_EQ(planned.assignee(), "users/anna");
  const auto done = Complete(planned, InstantOf(planned.due_time()));
  ASSERT_TRUE(done.ok()) << done.status();
  EXPECT_EQ(done->next().empty() ? "" : Read(done->next()).due_date(), row.repeat);
}

TEST_P(ScheduleRow, HasItsSourceAndItsTitle) {
  const auto& rows = schedule_.rows();
  const auto row = std::find_if(rows.begin(), rows.end(),
                                [](const auto& one) { return one.id() == GetParam().id; });
  ASSERT_NE(row, rows.end());
  EXPECT_FALSE(row->source().empty());
  EXPECT_FALSE(row->title().empty());
}

constexpr std::array kRows = {
    Row{"reassess-0-weeks", v1::FollowUp::KIND_OUTCOME_MEASURES, "2026-03-09", ""},
    Row{"reassess-2-4-weeks", v1::FollowUp::KIND_REASSESSMENT, "2026-03-30", ""},
    Row{"reassess-6-weeks", v1::FollowUp::KIND_REASSESSMENT, "2026-04-20", ""},
    Row{"reassess-12-weeks", v1::FollowUp::KIND_REASSESSMENT, "2026-06-01", ""},
    Row{"reassess-discharge", v1::FollowUp::KIND_REASSESSMENT, "2026-03-29", ""},
    Row{"progress-report", v1::FollowUp::KIND_PROGRESS_REPORT, "2026-04-01", "2026-05-01"},
    Row{"certification", v1::FollowUp::KIND_CERTIFICATION, "2026-04-01", "2026-06-30"},
};

INSTANTIATE_TEST_SUITE_P(Table, ScheduleRow, ::testing::ValuesIn(kRows), [](const auto& param) {
  std::string name = param.param.id;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

TEST(ScheduleTable, HasNoRowThatIsNotTested) {
  const auto schedule = ShippedSchedule();
  ASSERT_TRUE(schedule.ok()) << schedule.status();
  EXPECT_EQ(static_cast<std::size_t>(schedule->rows_size()), kRows.size());
}

// What an episode owes and what becomes a follow-up cannot disagree: only the rule has the days.
TEST(ScheduleTable, HasTheDaysOfTheRulesOfAnEpisode) {
  const auto schedule = ShippedSchedule();
  ASSERT_TRUE(schedule.ok()) << schedule.status();
  for (const auto& row : schedule->rows()) {
    const auto* const rule = cases::CareRuleOf(cases::CareTable(), row.care_rule());
    ASSERT_NE(rule, nullptr) << row.id();
    EXPECT_EQ(row.due_after_days(), rule->has_last_day()                      ? rule->last_day()
                                    : rule->kind() == v1::CareRule::KIND_DATE ? rule->within_days()
                                                                              : 0)
        << row.id();
    EXPECT_EQ(row.source(), rule->source()) << row.id();
  }
}

TEST(ScheduleTable, HasARowForEachReassessmentOfAnEpisode) {
  std::set<std::string> planned;
  const auto schedule = ShippedSchedule();
  ASSERT_TRUE(schedule.ok()) << schedule.status();
  for (const auto& row : schedule->rows()) planned.insert(row.care_rule());
  for (const auto& rule : cases::CareTable().rules()) {
    if (rule.kind() != v1::CareRule::KIND_REASSESSMENT) continue;
    EXPECT_EQ(planned.count(rule.id()), 1U) << rule.id();
  }
}

TEST(ScheduleTable, IsRefusedWithoutARuleWithDaysOfItsOwnAndWithTwoRowsOfOneId) {
  const std::string row =
      "id: 'a' kind: KIND_CALL title: 't' anchor: ANCHOR_FIRST_TREATMENT care_rule: ";
  ASSERT_TRUE(ParseSchedule("rows { " + row + "'certification' }").ok());
  for (const std::string& wrong :
       {std::string("rows"), "rows { " + row + "'none' }", "rows { " + row + "'function' }",
        "rows { " + row + "'certification' due_after_days: 3 }",
        "rows { " + row + "'certification' source: 's' }",
        "rows { " + row + "'certification' remind_before_days: -1 }",
        "rows { " + row + "'certification' } rows { " + row + "'progress-report' }",
        std::string("rows { id: 'a' title: 't' care_rule: 'certification' }")}) {
    EXPECT_EQ(ParseSchedule(wrong).status().code(), absl::StatusCode::kFailedPrecondition) << wrong;
  }
}

TEST_F(Reassessments, TheTwoToFourWeeksAreAnnouncedWhenTheyBegin) {
  tester_.now = Utc(2026, 3, 2, 10);
  Examine(tester_.now);
  const auto planned = OfRow(Planned(), "reassess-2-4-weeks");
  EXPECT_EQ(calendar_.DayOf(InstantOf(planned.next_reminder_time())).Text(), "2026-03-16");
}

TEST_F(Reassessments, AreNotPlannedTwice) {
  tester_.now = Utc(2026, 3, 2, 10);
  Examine(tester_.now);
  const auto first = Planned();
  EXPECT_EQ(first.size(), 6U);
  EXPECT_THAT(Planned(), IsEmpty());
  ASSERT_TRUE(Cancel(OfRow(first, "reassess-6-weeks")).ok());
  EXPECT_THAT(Planned(), IsEmpty());
  EXPECT_EQ(ListAll().size(), 6U);
}

TEST_F(Reassessments, GetTheirLastRowOnceDischargeIsPlanned) {
  tester_.now = Utc(2026, 3, 2, 10);
  Examine(tester_.now);
  Planned();
  tester_.now = Utc(2026, 5, 4, 10);
  Change([&](v1::Case& of) {
    of.set_state(v1::Case::STATE_DISCHARGE_PLANNED);
    *of.mutable_state_time() = TimestampOf(tester_.now);
  });
  const auto added = Planned();
  ASSERT_EQ(added.size(), 1U);
  EXPECT_EQ(added.front().schedule_row(), "reassess-discharge");
  EXPECT_EQ(added.front().due_date(), "2026-05-04");
}

TEST_F(Reassessments, OfTheStartAreDoneWhenTheMeasuresWereTakenBefore) {
  tester_.now = Utc(2026, 3, 2, 18);
  Examine(Utc(2026, 3, 2, 10));
  v1::OutcomeScore score;
  score.set_name(std::string(kCase) + "/outcomeScores/s1");
  score.set_measure("measures/psfs");
  score.set_state(v1::RECORD_STATE_ACTIVE);
  *score.mutable_occurred_time() = TimestampOf(Utc(2026, 3, 2, 11));
  tester_.Put(score);
  const auto planned = Planned();
  const auto start = OfRow(planned, "reassess-0-weeks");
  EXPECT_EQ(start.state(), v1::FollowUp::STATE_COMPLETED);
  EXPECT_THAT(start.fulfilled_by(), ElementsAre(score.name()));
  EXPECT_EQ(InstantOf(start.done_time()), Utc(2026, 3, 2, 11));
  EXPECT_FALSE(start.has_next_reminder_time());
  for (const auto& one : planned) {
    if (one.schedule_row() == start.schedule_row()) continue;
    EXPECT_EQ(one.state(), v1::FollowUp::STATE_SCHEDULED) << one.schedule_row();
    EXPECT_THAT(one.fulfilled_by(), IsEmpty()) << one.schedule_row();
  }
}

TEST_F(Reassessments, CountFromTheEarliestExaminationAndNotFromATelephoneCall) {
  tester_.now = Utc(2026, 3, 20, 10);
  Examine(Utc(2026, 3, 9, 10), v1::Assessment::KIND_REVIEW);
  Examine(Utc(2026, 3, 2, 10));
  Examine(Utc(2026, 2, 20, 10), v1::Assessment::KIND_TELEPHONE);
  EXPECT_EQ(OfRow(Planned(), "reassess-6-weeks").due_date(), "2026-04-20");
}

TEST_F(Reassessments, OfOneKindLeaveOutTheReportsOfPayers) {
  Examine(tester_.now);
  std::vector<std::string> rows;
  for (const auto& one :
       Planned({v1::FollowUp::KIND_REASSESSMENT, v1::FollowUp::KIND_OUTCOME_MEASURES})) {
    rows.push_back(one.schedule_row());
  }
  EXPECT_THAT(rows, UnorderedElementsAre("reassess-0-weeks", "reassess-2-4-weeks",
                                         "reassess-6-weeks", "reassess-12-weeks"));
}

TEST_F(Reassessments, NeedADayToCountFrom) {
  EXPECT_EQ(ReasonOf(Schedule().status()), v1::ERROR_REASON_STATE_FORBIDS);
  of_.set_state(v1::Case::STATE_DISCHARGED);
  ASSERT_TRUE(tester_.Write([&](auto& writer) { return writer.Update(of_, tester_.now); }).ok());
  EXPECT_EQ(ReasonOf(Schedule().status()), v1::ERROR_REASON_STATE_FORBIDS);
}

TEST_F(Reassessments, ThePlanOfCareSaysWhenTreatmentBeganAndWhenItWasCertified) {
  tester_.now = Utc(2026, 3, 20, 10);
  Change([](v1::Case& of) { of.mutable_plan_of_care()->set_start_date("2026-03-10"); });
  auto planned = Planned({v1::FollowUp::KIND_PROGRESS_REPORT});
  EXPECT_EQ(OfRow(planned, "progress-report").due_date(), "2026-04-09");
  Change([](v1::Case& of) { of.mutable_plan_of_care()->set_certified_date("2026-03-12"); });
  planned = Planned({v1::FollowUp::KIND_CERTIFICATION});
  EXPECT_EQ(OfRow(planned, "certification").due_date(), "2026-06-10");
}

TEST_F(Reassessments, AProgressReportIsDueOnTheTenthTreatmentDay) {
  tester_.now = Utc(2026, 3, 2, 10);
  Examine(tester_.now);  // the first one
  Planned();
  Treat(Utc(2026, 3, 2, 15), 9);  // the same day, then eight more
  EXPECT_EQ(OfRow(ListAll(), "progress-report").due_date(), "2026-04-01");
  Treat(Utc(2026, 3, 11, 15), 1);
  const auto report = OfRow(ListAll(), "progress-report");
  EXPECT_EQ(report.due_date(), "2026-03-11");
  ASSERT_TRUE(Complete(report).ok());
  // Counted anew from the day of the report.
  Treat(Utc(2026, 3, 12, 15), 9);
  auto all = ListAll();
  std::erase_if(all, [](const auto& one) { return one.has_done_time(); });
  EXPECT_EQ(OfRow(all, "progress-report").due_date(), "2026-04-10");
  Treat(Utc(2026, 3, 21, 15), 1);
  all = ListAll();
  std::erase_if(all, [](const auto& one) { return one.has_done_time(); });
  EXPECT_EQ(OfRow(all, "progress-report").due_date(), "2026-03-21");
}

TEST_F(Reassessments, ATreatmentDayNeverPutsAReportOff) {
  tester_.now = Utc(2026, 3, 2, 10);
  Examine(tester_.now);
  Planned();
  auto request = ToMove(OfRow(ListAll(), "progress-report"));
  request.set_due_date("2026-03-05");
  ASSERT_TRUE(Move(request).ok());
  Treat(Utc(2026, 3, 3, 15), 9);
  EXPECT_EQ(OfRow(ListAll(), "progress-report").due_date(), "2026-03-05");
}

}  // namespace
}  // namespace midstance::followups

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "services/cases/care/records_testing.h"

namespace midstance::cases {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;
using v1::CareItem;
using v1::CareRule;

// One row of data/care.textproto.
class CareRow : public ::testing::TestWithParam<std::string> {
 protected:
  static const CareRule& Row() {
    const auto& rules = CareTable().rules();
    return *std::find_if(rules.begin(), rules.end(),
                         [](const auto& rule) { return rule.id() == GetParam(); });
  }
};

std::vector<std::string> CareIds() {
  std::vector<std::string> ids;
  for (const auto& rule : CareTable().rules()) ids.push_back(rule.id());
  return ids;
}

std::string CareRowName(const ::testing::TestParamInfo<std::string>& row) {
  std::string name = row.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

TEST_P(CareRow, TellsWhatItAsksForAndWhereItComesFrom) {
  EXPECT_NE(Row().kind(), CareRule::KIND_UNSPECIFIED);
  EXPECT_FALSE(Row().title().empty());
  EXPECT_FALSE(Row().source().empty());
}

TEST_P(CareRow, IsFoundByACheckWithItsSource) {
  Episode episode;
  episode.Visit(0);
  episode.limits.set_clinic("riverside");
  episode.limits.set_limit_days(30);
  episode.limits.set_limit_visits(6);
  episode.limits.set_notify_within_days(5);
  const auto item = episode.Item(GetParam(), 3);
  const auto criterion = episode.Criterion(GetParam(), 3);
  const bool speaks_of_discharge =
      Row().kind() == CareRule::KIND_CRITERION || Row().kind() == CareRule::KIND_ENOUGH_ALONE;
  EXPECT_EQ(criterion.source(), speaks_of_discharge ? Row().source() : "");
  EXPECT_EQ(item.source(), speaks_of_discharge ? "" : Row().source());
  EXPECT_FALSE((speaks_of_discharge ? criterion.because() : item.because()).empty());
}

INSTANTIATE_TEST_SUITE_P(Care, CareRow, ::testing::ValuesIn(CareIds()), CareRowName);

TEST(CareTable, HasEachRowOnce) {
  const auto ids = CareIds();
  EXPECT_THAT(ids, SizeIs(22));
  EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), ids.size());
}

// How an item stands on a day.
struct StatusCase {
  int day;
  CareItem::Status status;
};

TEST(Certification, IsDueOnTheThirtiethDayAfterTheFirstTreatment) {
  Episode episode;
  episode.Plan(0);
  for (const auto& [day, status] :
       {StatusCase{29, CareItem::STATUS_SCHEDULED}, StatusCase{30, CareItem::STATUS_DUE},
        StatusCase{31, CareItem::STATUS_OVERDUE}}) {
    EXPECT_EQ(episode.Item("certification", day).status(), status) << day;
  }
  EXPECT_EQ(episode.Item("certification", 3).due_date(), Episode::Text(30));
}

TEST(Certification, IsDueAgainOnTheNinetiethDayAfterTheLastOne) {
  Episode episode;
  episode.Plan(0).set_certified_date(Episode::Text(20));
  for (const auto& [day, status] :
       {StatusCase{109, CareItem::STATUS_SCHEDULED}, StatusCase{110, CareItem::STATUS_DUE},
        StatusCase{111, CareItem::STATUS_OVERDUE}}) {
    EXPECT_EQ(episode.Item("certification", day).status(), status) << day;
  }
}

TEST(Certification, CountsFromTheFirstVisitWithoutAPlanOfCareAndFromNothingWithoutBoth) {
  Episode episode;
  EXPECT_EQ(episode.Item("certification", 40).status(), CareItem::STATUS_UNKNOWN);
  episode.Visit(2, v1::Assessment::KIND_TELEPHONE);
  EXPECT_EQ(episode.Item("certification", 40).status(), CareItem::STATUS_UNKNOWN);
  episode.Visit(5);
  EXPECT_EQ(episode.Item("certification", 40).due_date(), Episode::Text(35));
}

TEST(ProgressReport, IsDueOnTheThirtiethDay) {
  Episode episode;
  episode.Visit(0);
  for (const auto& [day, status] :
       {StatusCase{29, CareItem::STATUS_SCHEDULED}, StatusCase{30, CareItem::STATUS_DUE},
        StatusCase{31, CareItem::STATUS_OVERDUE}}) {
    EXPECT_EQ(episode.Item("progress-report", day).status(), status) << day;
  }
  episode.Visit(28, v1::Assessment::KIND_REVIEW);
  EXPECT_EQ(episode.Item("progress-report", 31).due_date(), Episode::Text(58));
}

TEST(ProgressReport, IsDueOnTheTenthTreatmentDayWhenThatComesFirst) {
  Episode episode;
  episode.Visit(0);
  // The first visit is the first treatment day; two contacts of a day are one.
  for (int day = 1; day < 9; ++day) {
    episode.Treat(day);
    episode.Treat(day);
  }
  EXPECT_EQ(episode.Item("progress-report", 9).status(), CareItem::STATUS_SCHEDULED);
  episode.Treat(9);
  EXPECT_EQ(episode.Item("progress-report", 9).status(), CareItem::STATUS_DUE);
  EXPECT_EQ(episode.Item("progress-report", 9).due_date(), Episode::Text(9));
  EXPECT_EQ(episode.Item("progress-report", 10).status(), CareItem::STATUS_OVERDUE);
}

TEST(ProgressReport, CountsAnewFromTheDayAfterTheLastOne) {
  Episode episode;
  episode.Visit(0);
  episode.Visit(10, v1::Assessment::KIND_REVIEW);
  for (int day = 11; day < 20; ++day) episode.Treat(day);
  EXPECT_EQ(episode.Item("progress-report", 20).status(), CareItem::STATUS_SCHEDULED);
  episode.Treat(20);
  EXPECT_EQ(episode.Item("progress-report", 20).status(), CareItem::STATUS_DUE);
}

// First and last day of a window, and the first of the next one.
struct Window {
  std::string rule;
  int first, last, next;
};

TEST(Reassessments, AreDueInTheirWindows) {
  Episode episode;
  episode.Visit(0);
  for (const auto& [rule, first, last, next] :
       {Window{"reassessment-0", 0, 7, 14}, Window{"reassessment-2-4", 14, 28, 42},
        Window{"reassessment-6", 42, 49, 84}, Window{"reassessment-12", 84, 91, 1000}}) {
    if (first > 0) {
      EXPECT_EQ(episode.Item(rule, first - 1).status(), CareItem::STATUS_SCHEDULED) << rule;
    }
    EXPECT_EQ(episode.Item(rule, first).status(), CareItem::STATUS_DUE) << rule;
    EXPECT_EQ(episode.Item(rule, last).status(), CareItem::STATUS_DUE) << rule;
    EXPECT_EQ(episode.Item(rule, last + 1).status(), CareItem::STATUS_OVERDUE) << rule;
    EXPECT_EQ(episode.Item(rule, last).due_date(), Episode::Text(last)) << rule;
    if (next < 1000) {
      EXPECT_EQ(episode.Item(rule, next).status(), CareItem::STATUS_MISSED) << rule;
    }
  }
}

// 23:30 in Berlin, on the last day of a window of a clinic there, in which the clocks change: the
// day is not over before its midnight, in summer or in winter, whatever day it is by UTC.
TEST(Reassessments, AreInTimeUntilTheMidnightOfTheClinic) {
  using std::chrono::hours;
  using std::chrono::minutes;
  struct Turn {
    std::chrono::year_month_day seen, last;
    int hours_ahead;  // of UTC on the last day
  };
  const auto year = std::chrono::year{2026};
  for (const auto& [seen, last, ahead] :
       {Turn{year / 3 / 2, year / 3 / 30, 2}, Turn{year / 10 / 5, year / 11 / 2, 1}}) {
    Episode episode(*schedule::ClinicCalendar::Make("Europe/Berlin"));
    *episode.Visit(0).mutable_occurred_time() =
        TimestampOf(Instant{std::chrono::sys_days{seen}} + hours{12});
    const Instant before_midnight =
        Instant{std::chrono::sys_days{last}} + hours{24 - ahead} - minutes{30};
    const auto on = [&](Instant now) {
      const auto found = CheckRecords(episode.records, CareTable(), nullptr, now);
      for (const auto& item : found.items()) {
        if (item.rule() == "reassessment-2-4") return item;
      }
      return CareItem();
    };
    EXPECT_EQ(on(before_midnight).due_date(), DayText(std::chrono::sys_days{last}));
    EXPECT_EQ(on(before_midnight).status(), CareItem::STATUS_DUE);
    EXPECT_EQ(on(before_midnight + minutes{30}).status(), CareItem::STATUS_OVERDUE);
    *episode.Score(0, "psfs", "", 5).mutable_occurred_time() = TimestampOf(before_midnight);
    EXPECT_EQ(on(before_midnight + hours{1}).because(),
              "taken on " + DayText(std::chrono::sys_days{last}));
  }
}

TEST(Reassessments, AreDoneByAnOutcomeMeasureAndNotByAVisitAlone) {
  Episode episode;
  episode.Visit(0);
  episode.Visit(20, v1::Assessment::KIND_REVIEW);
  EXPECT_EQ(episode.Item("reassessment-2-4", 20).status(), CareItem::STATUS_DUE);
  const auto name = episode.Score(20, "psfs", "", 5).name();
  const auto done = episode.Item("reassessment-2-4", 20);
  EXPECT_EQ(done.status(), CareItem::STATUS_DONE);
  EXPECT_THAT(done.evidence(), ::testing::ElementsAre(name));
  EXPECT_EQ(episode.Item("reassessment-0", 20).status(), CareItem::STATUS_MISSED);
}

TEST(Reassessments, OfTheDischargeAreDueOnceItIsPlanned) {
  Episode episode;
  episode.Visit(0);
  episode.Score(10, "psfs", "", 9);
  EXPECT_EQ(episode.Item("reassessment-discharge", 24).status(), CareItem::STATUS_SCHEDULED);
  episode.records.of.set_state(v1::Case::STATE_DISCHARGE_PLANNED);
  EXPECT_EQ(episode.Item("reassessment-discharge", 24).status(), CareItem::STATUS_DONE);
  EXPECT_EQ(episode.Item("reassessment-discharge", 25).status(), CareItem::STATUS_DUE);
}

TEST(Documents, ANoteIsWholeWithItsFourParts) {
  Episode episode;
  EXPECT_EQ(episode.Item("soap-note", 1).status(), CareItem::STATUS_SCHEDULED);
  auto& visit = episode.Visit(0);
  visit.set_subjective("s");
  visit.set_assessment("a");
  const auto lacking = episode.Item("soap-note", 1);
  EXPECT_EQ(lacking.status(), CareItem::STATUS_DUE);
  EXPECT_THAT(lacking.because(), HasSubstr("lacks: objective, plan"));
  visit.set_objective("o");
  visit.set_plan("p");
  EXPECT_EQ(episode.Item("soap-note", 1).status(), CareItem::STATUS_DONE);
}

TEST(Documents, APlanOfCareIsWholeWithAmountFrequencyAndDuration) {
  Episode episode;
  EXPECT_EQ(episode.Item("plan-of-care", 1).status(), CareItem::STATUS_SCHEDULED);
  episode.Visit(0);
  EXPECT_EQ(episode.Item("plan-of-care", 1).status(), CareItem::STATUS_DUE);
  auto& plan = episode.Plan(0);
  plan.set_visits(8);
  plan.set_weeks(6);
  EXPECT_THAT(episode.Item("plan-of-care", 1).because(), HasSubstr("lacks: frequency"));
  plan.set_visits_per_week(2);
  EXPECT_EQ(episode.Item("plan-of-care", 1).status(), CareItem::STATUS_DONE);
}

TEST(Documents, ADischargeSummaryWaitsForTheLastExamination) {
  Episode episode;
  EXPECT_EQ(episode.Item("discharge-summary", 1).status(), CareItem::STATUS_SCHEDULED);
  episode.records.of.set_state(v1::Case::STATE_DISCHARGE_PLANNED);
  EXPECT_EQ(episode.Item("discharge-summary", 1).status(), CareItem::STATUS_DUE);
  episode.Visit(1, v1::Assessment::KIND_DISCHARGE);
  EXPECT_EQ(episode.Item("discharge-summary", 1).status(), CareItem::STATUS_DONE);
}

TEST(EndedCase, OwesNothingMoreAndIsSeenFromItsLastDay) {
  Episode episode;
  episode.Visit(0);
  episode.records.of.set_state(v1::Case::STATE_DISCHARGED);
  *episode.records.of.mutable_state_time() = Episode::At(35);
  EXPECT_EQ(episode.CheckOn(200).check_date(), Episode::Text(35));
  EXPECT_EQ(episode.Item("reassessment-12", 200).status(), CareItem::STATUS_NOT_APPLICABLE);
  EXPECT_EQ(episode.Item("certification", 200).status(), CareItem::STATUS_MISSED);
}

class DirectAccess : public ::testing::Test {
 protected:
  DirectAccess() {
    episode_.limits.set_clinic("riverside");
    episode_.Visit(0);
  }

  Episode episode_;
};

TEST_F(DirectAccess, WithoutLimitsNothingIsSaid) {
  const auto found = episode_.CheckOn(400);
  for (const auto& item : found.items())
    EXPECT_FALSE(item.rule().starts_with("direct-access")) << item.rule();
}

TEST_F(DirectAccess, ALimitOfDaysWarnsOnItsDay) {
  episode_.limits.set_limit_days(42);
  EXPECT_EQ(episode_.Item("direct-access-days", 41).status(), CareItem::STATUS_SCHEDULED);
  EXPECT_EQ(episode_.Item("direct-access-days", 42).status(), CareItem::STATUS_DUE);
  EXPECT_EQ(episode_.Item("direct-access-days", 43).status(), CareItem::STATUS_OVERDUE);
}

TEST_F(DirectAccess, ALimitOfVisitsWarnsAtTheLastVisit) {
  episode_.limits.set_limit_visits(2);
  EXPECT_EQ(episode_.Item("direct-access-visits", 9).status(), CareItem::STATUS_SCHEDULED);
  episode_.Treat(3);
  EXPECT_EQ(episode_.Item("direct-access-visits", 9).status(), CareItem::STATUS_DUE);
  episode_.Treat(6);
  EXPECT_EQ(episode_.Item("direct-access-visits", 9).status(), CareItem::STATUS_OVERDUE);
}

TEST_F(DirectAccess, ADoctorWhoWasToldNeedNotBeToldAgain) {
  episode_.limits.set_notify_within_days(5);
  EXPECT_EQ(episode_.Item("direct-access-notify", 6).status(), CareItem::STATUS_OVERDUE);
  episode_.records.of.mutable_direct_access()->set_notified_date(Episode::Text(4));
  EXPECT_EQ(episode_.Item("direct-access-notify", 6).status(), CareItem::STATUS_DONE);
}

TEST_F(DirectAccess, AReferralEndsTheLimitsAndTheClinicsRuleIsTheSource) {
  episode_.limits.set_limit_days(42);
  episode_.limits.set_source("Practice act of the state");
  EXPECT_EQ(episode_.Item("direct-access-days", 50).source(), "Practice act of the state");
  episode_.records.of.mutable_direct_access()->set_referred_by("Dr Okafor");
  EXPECT_EQ(episode_.Item("direct-access-days", 50).status(), CareItem::STATUS_NOT_APPLICABLE);
}

}  // namespace
}  // namespace midstance::cases

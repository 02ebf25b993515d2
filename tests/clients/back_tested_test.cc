#include "clients/cli/output/back_tested.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "clients/cli/output/table.h"
#include "clients/core/words.h"

namespace midstance::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
using Difference = v1::BackTestDifference;

v1::BackTestAlarm AnAlarm(rules::v1::Urgency urgency, std::string_view day) {
  v1::BackTestAlarm alarm;
  alarm.set_urgency(urgency);
  alarm.set_rule("night-pain-unremitting");
  *alarm.mutable_raise_time() = *client::ParseTime(day);
  *alarm.mutable_most_urgent_time() = alarm.raise_time();
  auto& evidence = *alarm.add_evidence();
  evidence.set_text("Nights with pain in the last 7: 3");
  *evidence.mutable_observed_time() = alarm.raise_time();
  return alarm;
}

Difference OfLena(Difference::Change change) {
  Difference difference;
  difference.add_changes(change);
  difference.set_patient_name("Lena Hoffmann");
  difference.set_case_("patients/lena/cases/c");
  difference.set_family("night-pain");
  difference.mutable_site()->set_area(v1::AREA_HIP);
  difference.mutable_site()->set_side(v1::SIDE_RIGHT);
  return difference;
}

Difference ALost(bool confirmed) {
  auto lost = OfLena(Difference::CHANGE_LOST);
  *lost.mutable_before() = AnAlarm(rules::v1::URGENT, "2026-03-03");
  lost.set_escalation("patients/lena/cases/c/escalations/e");
  lost.set_outcome(confirmed ? v1::Escalation::OUTCOME_REFERRED
                             : v1::Escalation::OUTCOME_WRONG_ALARM);
  lost.set_confirmed(confirmed);
  return lost;
}

Difference ALater() {
  auto later = OfLena(Difference::CHANGE_LATER);
  later.add_changes(Difference::CHANGE_LESS_URGENT);
  *later.mutable_before() = AnAlarm(rules::v1::URGENT, "2026-03-03");
  *later.mutable_after() = AnAlarm(rules::v1::SOON, "2026-03-10");
  later.set_days_later(7);
  return later;
}

TEST(BackTestedOutput, TellsInALineWhatIsLostOfWhomAndWhy) {
  const std::vector<Difference> lost = {ALost(true)};
  EXPECT_EQ(FormatTable(MakeGrid(DifferenceColumns(), lost), {}),
            "CHANGE  ALARM       PATIENT        SITE       BEFORE                  AFTER       "
            "DAYS LATER  BECAME                EVIDENCE                                      "
            "CASE\n"
            "LOST    night-pain  Lena Hoffmann  hip/right  URGENT from 2026-03-03  not raised  "
            "            CONFIRMED (REFERRED)  2026-03-03 Nights with pain in the last 7: 3  "
            "patients/lena/cases/c\n");
}

TEST(BackTestedOutput, TellsWhatIsBothLaterAndLessUrgent) {
  const std::vector<Difference> later = {ALater()};
  const auto grid = MakeGrid(DifferenceColumns(), later);
  EXPECT_EQ(grid.rows[0][0], "LATER, LESS URGENT");
  EXPECT_EQ(grid.rows[0][6], "SOON from 2026-03-10");
  EXPECT_EQ(grid.rows[0][7], "7");
}

TEST(BackTestedOutput, ShowsTheWorstFirst) {
  auto added = OfLena(Difference::CHANGE_ADDED);
  *added.mutable_after() = AnAlarm(rules::v1::EMERGENCY, "2026-03-03");
  BackTested tested{.differences = {added, ALater(), ALost(false), ALost(true)}, .summary = {}};
  WorstFirst(tested);
  std::vector<std::string> order;
  for (const auto& row : MakeGrid(DifferenceColumns(), tested.differences).rows) {
    order.push_back(row[0] + " " + row[8]);
  }
  EXPECT_THAT(order, ElementsAre("LOST CONFIRMED (REFERRED)", "LOST WRONG ALARM",
                                 "LATER, LESS URGENT ", "ADDED "));
}

TEST(BackTestedOutput, SumsUpInThreeLines) {
  v1::BackTestSummary summary;
  summary.set_lost(2);
  summary.set_lost_confirmed(1);
  summary.set_later(1);
  summary.set_alarms_before(5);
  summary.set_alarms_after(3);
  summary.set_weekly_per_100_before(4.166);
  summary.set_weekly_per_100_after(2.5);
  summary.set_patients(12);
  summary.set_reports(340);
  summary.set_patient_weeks(120);
  auto& family = *summary.add_families();
  family.set_family("night-pain");
  family.set_before(3);
  family.set_after(1);
  summary.add_families()->set_family("swelling");
  EXPECT_EQ(SummaryText(summary),
            "2 lost (1 of them CONFIRMED), 0 less urgent, 1 later, 0 added, 0 more urgent, "
            "0 earlier\n"
            "alarms 5 -> 3; per 100 patients a week 4.2 -> 2.5 (12 patients, 340 reports, 120 "
            "patient weeks)\n"
            "  night-pain 3 -> 1\n");
}

TEST(BackTestedOutput, SaysOnALineOfItsOwnWhatNeedsAThirdPersonBesideWhatIsLost) {
  v1::BackTestSummary summary;
  EXPECT_THAT(SummaryText(summary), Not(HasSubstr("CONFIRMED")));
  EXPECT_THAT(SummaryText(summary), Not(HasSubstr("cannot be tried")));
  summary.set_late_confirmed(1);
  EXPECT_THAT(SummaryText(summary), HasSubstr("\n1 CONFIRMED comes later or less urgent\n"));
  summary.set_late_confirmed(2);
  EXPECT_THAT(SummaryText(summary), HasSubstr("\n2 CONFIRMED come later or less urgent\n"));
  summary.add_untried_rules("overdue-checkin");
  summary.add_untried_rules("safety-net-unacknowledged");
  EXPECT_THAT(
      SummaryText(summary),
      HasSubstr("\ncannot be tried on the past: overdue-checkin, safety-net-unacknowledged\n"));
}

TEST(BackTestedOutput, IsOneObjectForPrograms) {
  const auto json = BackTestedJson({.differences = {ALost(true)}, .summary = {}});
  EXPECT_THAT(json, StartsWith("{\n\"differences\": [\n{\"changes\":[\"CHANGE_LOST\"]"));
  EXPECT_THAT(json, HasSubstr("],\n\"summary\": {"));
  EXPECT_THAT(BackTestedJson({}), HasSubstr("\"differences\": []"));
}

}  // namespace
}  // namespace midstance::cli

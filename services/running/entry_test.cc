#include "services/running/entry.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "services/running/running_testing.h"

namespace midstance::running {
namespace {

using rules::v1::DOES_NOT_HOLD;
using rules::v1::HOLDS;
using rules::v1::UNDECIDED;

v1::EntryTests AllTests() {
  v1::EntryTests tests;
  tests.set_single_leg_squats(10);
  tests.set_single_leg_stance_seconds(30);
  tests.set_hops(10);
  tests.set_bone_tender(v1::ANSWER_ABSENT);
  tests.set_medical_clearance(v1::ANSWER_PRESENT);
  return tests;
}
// Three walks on days 1 to 3 with their mornings, and two days more without pain.
Facts ThreeWalks() {
  Facts facts = NothingTold();
  for (int day = 1; day <= 3; ++day) {
    const std::string id = std::to_string(day);
    facts.reports.push_back(Telling("w" + id, day).Ran(0).Number("run_nprs", 0));
    facts.reports.push_back(Morning("m" + id, day + 1));
  }
  facts.reports.push_back(Morning("m5", 5));
  return facts;
}
Report& EntryReport(Facts& facts, const std::string& id) {
  return *std::find_if(facts.reports.begin(), facts.reports.end(),
                       [&](const Report& report) { return report.entry.ends_with("/" + id); });
}
Flag NeckFlag(bool wrong) {
  return {.name = "patients/p/cases/c/escalations/e",
          .title = "Possible bone stress injury of the femoral neck",
          .watch = false,
          .bone = true,
          .femoral_neck = true,
          .wrong_alarm = wrong,
          .raised = At(1),
          .resolved = At(2)};
}

void AddTold(Facts& facts, const Telling& telling) {
  const auto& told = telling.check_in();
  AddMechanics(told.reports(), InstantOf(told.occurred_time()), told.name(), facts.mechanics);
}

struct EntryCase {
  std::string name;
  std::string condition;
  std::function<void(Facts&, v1::EntryTests&)> change;
  rules::v1::Truth truth;
};

class EntryConditionRow : public ::testing::TestWithParam<EntryCase> {};

TEST_P(EntryConditionRow, HasItsAnswer) {
  Facts facts = ThreeWalks();
  auto tests = AllTests();
  GetParam().change(facts, tests);
  const bool bone = BoneConcern(facts.flags);
  const auto conditions = EntryOf(TestTable(), facts, tests, bone, At(5, 12));
  const auto found = std::find_if(conditions.begin(), conditions.end(), [](const auto& each) {
    return each.id() == GetParam().condition;
  });
  ASSERT_NE(found, conditions.end());
  EXPECT_EQ(found->truth(), GetParam().truth) << found->text();
  EXPECT_NE(found->text(), "");
  EXPECT_EQ(AllMet(conditions), GetParam().truth == HOLDS);
}

INSTANTIATE_TEST_SUITE_P(
    Running, EntryConditionRow,
    ::testing::
        Values(EntryCase{"no_flag", "no-flag", [](Facts&, v1::EntryTests&) {}, HOLDS},
               EntryCase{"no_flag_watch", "no-flag",
                         [](Facts& facts, v1::EntryTests&) {
                           auto flag = NeckFlag(true);
                           flag.watch = true;
                           flag.resolved.reset();
                           facts.flags.push_back(flag);
                         },
                         HOLDS},
               EntryCase{"no_flag_open", "no-flag",
                         [](Facts& facts, v1::EntryTests&) {
                           auto flag = NeckFlag(true);
                           flag.resolved.reset();
                           facts.flags.push_back(flag);
                         },
                         DOES_NOT_HOLD},
               EntryCase{"no_flag_watch_that_forbids_running", "no-flag",
                         [](Facts& facts, v1::EntryTests&) {
                           v1::Escalation escalation;
                           escalation.set_name("patients/p/cases/c/escalations/e");
                           escalation.set_title("Concern of a clinician");
                           escalation.set_state(v1::Escalation::STATE_OPEN);
                           escalation.set_urgency(rules::v1::WATCH);
                           escalation.set_activity_advice("no-running");
                           *escalation.mutable_raised_time() = TimestampOf(At(1));
                           facts.flags.push_back(FlagOf(escalation));
                         },
                         DOES_NOT_HOLD},
               EntryCase{"no_flag_watch_that_holds_a_step", "no-flag",
                         [](Facts& facts, v1::EntryTests&) {
                           v1::Escalation escalation;
                           escalation.set_state(v1::Escalation::STATE_OPEN);
                           escalation.set_urgency(rules::v1::WATCH);
                           escalation.set_activity_advice("hold-running-step");
                           *escalation.mutable_raised_time() = TimestampOf(At(1));
                           facts.flags.push_back(FlagOf(escalation));
                         },
                         HOLDS},
               EntryCase{"mechanical_not_asked", "mechanical", [](Facts&, v1::EntryTests&) {},
                         HOLDS},
               EntryCase{"mechanical_painful_click", "mechanical",
                         [](Facts& facts, v1::EntryTests&) {
                           AddTold(facts,
                                   Telling("k1", 1).Answer("click_painful", v1::ANSWER_PRESENT));
                         },
                         DOES_NOT_HOLD},
               EntryCase{"mechanical_painless_click", "mechanical",
                         [](Facts& facts, v1::EntryTests&) {
                           AddTold(facts, Telling("k1", 1)
                                              .Answer("click", v1::ANSWER_PRESENT)
                                              .Answer("click_painful", v1::ANSWER_ABSENT));
                         },
                         HOLDS},
               EntryCase{"mechanical_denied_later", "mechanical",
                         [](Facts& facts, v1::EntryTests&) {
                           AddTold(facts, Telling("k3", 3).Answer("catch", v1::ANSWER_ABSENT));
                           AddTold(facts, Telling("k1", 1).Answer("catch", v1::ANSWER_PRESENT));
                         },
                         HOLDS},
               EntryCase{"mechanical_another_one_denied", "mechanical",
                         [](Facts& facts, v1::EntryTests&) {
                           AddTold(facts, Telling("k1", 1).Answer("lock", v1::ANSWER_PRESENT));
                           AddTold(facts, Telling("k3", 3).Answer("catch", v1::ANSWER_ABSENT));
                         },
                         DOES_NOT_HOLD},
               EntryCase{"mechanical_clicks_no_more", "mechanical",
                         [](Facts& facts, v1::EntryTests&) {
                           AddTold(facts,
                                   Telling("k1", 1).Answer("click_painful", v1::ANSWER_PRESENT));
                           AddTold(facts, Telling("k3", 3).Answer("click", v1::ANSWER_ABSENT));
                         },
                         HOLDS},
               EntryCase{"mechanical_asked_and_left_open", "mechanical",
                         [](Facts& facts, v1::EntryTests&) {
                           AddTold(facts, Telling("k1", 1).Answer("catch", v1::ANSWER_PRESENT));
                           AddTold(facts, Telling("k3", 3).Answer("catch", v1::ANSWER_NOT_ASKED));
                         },
                         DOES_NOT_HOLD},
               EntryCase{"walk", "walk", [](Facts&, v1::EntryTests&) {}, HOLDS},
               EntryCase{
                   "walk_pain_2", "walk",
                   [](Facts& facts, v1::EntryTests&) { EntryReport(facts, "w2").run_pain = 2; },
                   HOLDS},
               EntryCase{
                   "walk_pain_3", "walk",
                   [](Facts& facts, v1::EntryTests&) { EntryReport(facts, "w2").run_pain = 3; },
                   DOES_NOT_HOLD},
               EntryCase{
                   "walk_morning_1", "walk",
                   [](Facts& facts, v1::EntryTests&) { EntryReport(facts, "m3").morning_pain = 1; },
                   DOES_NOT_HOLD},
               EntryCase{"walk_morning_not_told", "walk",
                         [](Facts& facts, v1::EntryTests&) {
                           EntryReport(facts, "m3").morning_pain.reset();
                         },
                         UNDECIDED},
               EntryCase{"walk_29_min", "walk",
                         [](Facts& facts, v1::EntryTests&) {
                           EntryReport(facts, "w2").run->set_minutes(29);
                         },
                         UNDECIDED},
               EntryCase{"squats_9", "squats",
                         [](Facts&, v1::EntryTests& given) { given.set_single_leg_squats(9); },
                         DOES_NOT_HOLD},
               EntryCase{"squats_10", "squats", [](Facts&, v1::EntryTests&) {}, HOLDS},
               EntryCase{"squats_not_tested", "squats",
                         [](Facts&, v1::EntryTests& given) { given.clear_single_leg_squats(); },
                         UNDECIDED},
               EntryCase{
                   "stance_29", "stance",
                   [](Facts&, v1::EntryTests& given) { given.set_single_leg_stance_seconds(29); },
                   DOES_NOT_HOLD},
               EntryCase{"stance_30", "stance", [](Facts&, v1::EntryTests&) {}, HOLDS},
               EntryCase{"hops_9", "hops", [](Facts&, v1::EntryTests& given) { given.set_hops(9); },
                         DOES_NOT_HOLD},
               EntryCase{"hops_not_tested", "hops",
                         [](Facts&, v1::EntryTests& given) { given.clear_hops(); }, UNDECIDED},
               EntryCase{"hops_left_out_for_a_bone", "hops",
                         [](Facts& facts, v1::EntryTests& given) {
                           facts.flags.push_back(NeckFlag(false));
                           given.clear_hops();
                         },
                         HOLDS},
               EntryCase{
                   "bone_free_days", "bone-free-days",
                   [](Facts& facts, v1::EntryTests&) { facts.flags.push_back(NeckFlag(false)); },
                   HOLDS},
               EntryCase{"bone_free_days_pain", "bone-free-days",
                         [](Facts& facts, v1::EntryTests&) {
                           facts.flags.push_back(NeckFlag(false));
                           EntryReport(facts, "m5").site_pain = 1;
                         },
                         DOES_NOT_HOLD},
               EntryCase{"bone_tenderness", "bone-tenderness",
                         [](Facts& facts, v1::EntryTests& given) {
                           facts.flags.push_back(NeckFlag(false));
                           given.set_bone_tender(v1::ANSWER_PRESENT);
                         },
                         DOES_NOT_HOLD},
               EntryCase{"bone_clearance", "bone-clearance",
                         [](Facts& facts, v1::EntryTests& given) {
                           facts.flags.push_back(NeckFlag(false));
                           given.clear_medical_clearance();
                         },
                         UNDECIDED}),
    [](const auto& each) { return each.param.name; });

TEST(EntryConditions, OfABoneAreAskedOnlyWhereOneIsConcerned) {
  const Facts facts = ThreeWalks();
  EXPECT_EQ(EntryOf(TestTable(), facts, AllTests(), false, At(5)).size(), 6U);
  EXPECT_EQ(EntryOf(TestTable(), facts, AllTests(), true, At(5)).size(), 8U);
  EXPECT_FALSE(BoneConcern({NeckFlag(true)}));
  EXPECT_TRUE(BoneConcern({NeckFlag(false)}));
}

TEST(EntryConditions, NameTheSymptomItsSideItsDayAndEveryRecordThatToldOne) {
  Facts facts = NothingTold();
  AddTold(facts, Telling("k1", 1).Answer("lock", v1::ANSWER_PRESENT));
  AddTold(facts, Telling("k2", 2).Answer("click_painful", v1::ANSWER_PRESENT));
  const auto conditions = EntryOf(TestTable(), facts, {}, false, At(5));
  const auto found = std::find_if(conditions.begin(), conditions.end(),
                                  [](const auto& each) { return each.id() == "mechanical"; });
  ASSERT_NE(found, conditions.end());
  EXPECT_EQ(found->text(), "painful click (left hip) on 2025-03-02");
  ASSERT_EQ(found->evidence_size(), 2);
  EXPECT_EQ(found->evidence(0), "patients/p/cases/c/checkIns/k2");
  EXPECT_EQ(found->evidence(1), "patients/p/cases/c/checkIns/k1");
}

TEST(EntryConditions, NameARecordOnceThatTellsOfAWalkAndOfTheMorningAfterAnother) {
  Facts facts = NothingTold();
  for (int day = 1; day <= 4; ++day) {
    facts.reports.push_back(Telling("d" + std::to_string(day), day)
                                .Ran(0)
                                .Number("run_nprs", 0)
                                .Number("morning_nprs", 0));
  }
  facts.reports.push_back(Morning("d5", 5));
  const auto conditions = EntryOf(TestTable(), facts, AllTests(), false, At(5, 12));
  const auto walk = std::find_if(conditions.begin(), conditions.end(),
                                 [](const auto& each) { return each.id() == "walk"; });
  ASSERT_NE(walk, conditions.end());
  EXPECT_EQ(walk->truth(), HOLDS) << walk->text();
  EXPECT_THAT(std::vector<std::string>(walk->evidence().begin(), walk->evidence().end()),
              ::testing::UnorderedElementsAre(
                  "patients/p/cases/c/checkIns/d2", "patients/p/cases/c/checkIns/d3",
                  "patients/p/cases/c/checkIns/d4", "patients/p/cases/c/checkIns/d5"));
}

TEST(EntryConditions, OfBothSidesADenialOfOneLeavesTheOther) {
  v1::SiteReport both;
  both.mutable_site()->set_area(v1::AREA_HIP);
  both.mutable_site()->set_side(v1::SIDE_BILATERAL);
  auto& told = *both.add_observations();
  told.set_code("catch");
  told.set_answer(v1::ANSWER_PRESENT);
  Facts facts = NothingTold();
  google::protobuf::RepeatedPtrField<v1::SiteReport> reports;
  *reports.Add() = both;
  AddMechanics(reports, At(1), "patients/p/cases/c/assessments/a", facts.mechanics);
  AddTold(facts, Telling("k2", 2).Answer("catch", v1::ANSWER_ABSENT));
  const auto present = PresentMechanics(facts.mechanics, At(5));
  ASSERT_EQ(present.size(), 1U);
  EXPECT_EQ(present[0].Words(), "catching (right hip)");
  // What is observed after the day that is asked about is not known on it.
  EXPECT_EQ(PresentMechanics(facts.mechanics, At(1)).size(), 2U);
}

TEST(EntryConditions, WithoutAnythingToldAreUndecidedAndNotMet) {
  const auto conditions = EntryOf(TestTable(), NothingTold(), {}, false, At(5));
  for (const auto& condition : conditions)
    EXPECT_EQ(condition.truth(),
              condition.id() == "no-flag" || condition.id() == "mechanical" ? HOLDS : UNDECIDED)
        << condition.id();
  EXPECT_FALSE(AllMet(conditions));
}

}  // namespace
}  // namespace midstance::running

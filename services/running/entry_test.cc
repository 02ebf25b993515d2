#include "services/running/entry.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>

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
  Facts facts;
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
    ::testing::Values(EntryCase{"no_flag", "no-flag", [](Facts&, v1::EntryTests&) {}, HOLDS},
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
                      EntryCase{"walk", "walk", [](Facts&, v1::EntryTests&) {}, HOLDS},
                      EntryCase{"walk_pain_2", "walk",
                                [](Facts& facts, v1::EntryTests&) {
                                  EntryReport(facts, "w2").run_pain = 2;
                                },
                                HOLDS},
                      EntryCase{"walk_pain_3", "walk",
                                [](Facts& facts, v1::EntryTests&) {
                                  EntryReport(facts, "w2").run_pain = 3;
                                },
                                DOES_NOT_HOLD},
                      EntryCase{"walk_morning_1", "walk",
                                [](Facts& facts, v1::EntryTests&) {
                                  EntryReport(facts, "m3").morning_pain = 1;
                                },
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
                      EntryCase{
                          "squats_9", "squats",
                          [](Facts&, v1::EntryTests& given) { given.set_single_leg_squats(9); },
                          DOES_NOT_HOLD},
                      EntryCase{"squats_10", "squats", [](Facts&, v1::EntryTests&) {}, HOLDS},
                      EntryCase{
                          "squats_not_tested", "squats",
                          [](Facts&, v1::EntryTests& given) { given.clear_single_leg_squats(); },
                          UNDECIDED},
                      EntryCase{"stance_29", "stance",
                                [](Facts&, v1::EntryTests& given) {
                                  given.set_single_leg_stance_seconds(29);
                                },
                                DOES_NOT_HOLD},
                      EntryCase{"stance_30", "stance", [](Facts&, v1::EntryTests&) {}, HOLDS},
                      EntryCase{"hops_9", "hops",
                                [](Facts&, v1::EntryTests& given) { given.set_hops(9); },
                                DOES_NOT_HOLD},
                      EntryCase{"hops_not_tested", "hops",
                                [](Facts&, v1::EntryTests& given) { given.clear_hops(); },
                                UNDECIDED},
                      EntryCase{"hops_left_out_for_a_bone", "hops",
                                [](Facts& facts, v1::EntryTests& given) {
                                  facts.flags.push_back(NeckFlag(false));
                                  given.clear_hops();
                                },
                                HOLDS},
                      EntryCase{"bone_free_days", "bone-free-days",
                                [](Facts& facts, v1::EntryTests&) {
                                  facts.flags.push_back(NeckFlag(false));
                                },
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
  EXPECT_EQ(EntryOf(TestTable(), facts, AllTests(), false, At(5)).size(), 5U);
  EXPECT_EQ(EntryOf(TestTable(), facts, AllTests(), true, At(5)).size(), 7U);
  EXPECT_FALSE(BoneConcern({NeckFlag(true)}));
  EXPECT_TRUE(BoneConcern({NeckFlag(false)}));
}

TEST(EntryConditions, WithoutAnythingToldAreUndecidedAndNotMet) {
  const auto conditions = EntryOf(TestTable(), {}, {}, false, At(5));
  for (const auto& condition : conditions)
    EXPECT_EQ(condition.truth(), condition.id() == "no-flag" ? HOLDS : UNDECIDED);
  EXPECT_FALSE(AllMet(conditions));
}

}  // namespace
}  // namespace midstance::running

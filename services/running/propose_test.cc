#include "services/running/propose.h"

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
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using Rule = v1::RunningPlan;

constexpr int kStage = 3;

// Two sessions at stage 3 on days 1 and 3, each with its morning.
Facts TwoGoodSessions(double pain = 1) {
  return {.calendar = schedule::ClinicCalendar::Utc(),
          .reports = {Morning("m1", 1), GoodRun("r1", 1, kStage, pain), Morning("m2", 2),
                      GoodRun("r3", 3, kStage, pain), Morning("m4", 4)},
          .flags = {},
          .withdrawn = {}};
}
Report& Of(Facts& facts, const std::string& id) {
  return *std::find_if(facts.reports.begin(), facts.reports.end(),
                       [&](const Report& report) { return report.entry.ends_with("/" + id); });
}
Flag OpenFlag(bool watch = false, bool bone = false) {
  return {.name = "patients/p/cases/c/escalations/e",
          .title = "Hot swollen joint",
          .watch = watch,
          .bone = bone,
          .femoral_neck = false,
          .wrong_alarm = false,
          .raised = At(2),
          .resolved = std::nullopt};
}
v1::StageProposal OnDayFour(const Facts& facts, Rule::PainRule rule = Rule::PAIN_RULE_MONITORED) {
  return Propose(TestTable(), facts, PlanAt(kStage, rule), At(4, 12));
}
const v1::StageGate& GateNamed(const v1::StageProposal& proposal, const std::string& id) {
  return *std::find_if(proposal.gates().begin(), proposal.gates().end(),
                       [&](const auto& gate) { return gate.id() == id; });
}

// What each row of the table needs to apply, beside two good sessions.
struct RowCase {
  std::string rule;
  std::function<void(Facts&)> change;
  Rule::PainRule pain_rule = Rule::PAIN_RULE_MONITORED;
};

class DecisionRow : public ::testing::TestWithParam<RowCase> {};

TEST_P(DecisionRow, ProposesItsMoveAndSaysWhy) {
  Facts facts = TwoGoodSessions();
  GetParam().change(facts);
  const auto proposal = OnDayFour(facts, GetParam().pain_rule);
  const auto& row = TestTable().rule(GetParam().rule);
  ASSERT_GT(proposal.rules_size(), 0);
  EXPECT_EQ(proposal.rules(0), GetParam().rule) << proposal.because();
  EXPECT_EQ(proposal.move(), row.move());
  EXPECT_THAT(proposal.because(), HasSubstr(row.text()));
  EXPECT_THAT(proposal.gates(), SizeIs(8));
  EXPECT_FALSE(proposal.late());
}

INSTANTIATE_TEST_SUITE_P(
    Running, DecisionRow,
    ::testing::Values(
        RowCase{"advance", [](Facts&) {}},
        RowCase{"advance", [](Facts& f) { Of(f, "r3").run_pain = 2; }},
        RowCase{"advance-agreed", [](Facts& f) { Of(f, "r3").run_pain = 3; }},
        RowCase{"hold-pain", [](Facts& f) { Of(f, "r3").run_pain = 4; }},
        RowCase{"hold-pain", [](Facts& f) { Of(f, "r3").run_pain = 5; }},
        RowCase{"hold-missed",
                [](Facts& f) { Of(f, "r3") = Telling("r3", 3).Ran(kStage, v1::DONE_SKIPPED); }},
        RowCase{"hold-missed", [](Facts& f) { Of(f, "r3").run->set_done(v1::DONE_PART); }},
        RowCase{"hold-stiffness",
                [](Facts& f) {
                  Of(f, "m1").stiffness = 10;
                  Of(f, "m2").stiffness = 10;
                  Of(f, "m4").stiffness = 15;
                }},
        RowCase{"hold-unknown", [](Facts& f) { f.reports.pop_back(); }},
        RowCase{"back-pain", [](Facts& f) { Of(f, "r3").run_pain = 6; }},
        RowCase{"back-morning", [](Facts& f) { Of(f, "m4").morning_pain = 2; }},
        RowCase{"back-limp", [](Facts& f) { Of(f, "r3").walking = Walking::kLimp; }},
        RowCase{"back-swelling",
                [](Facts& f) {
                  Of(f, "r3").swelling = 1;
                  Of(f, "m4").settles = Settles::kNo;
                }},
        RowCase{"stop-pain-repeat",
                [](Facts& f) {
                  Of(f, "r1").run_pain = 6;
                  Of(f, "r3").run_pain = 6;
                }},
        RowCase{"stop-red-flag", [](Facts& f) { f.flags.push_back(OpenFlag()); }},
        RowCase{"stop-walking", [](Facts& f) { Of(f, "m4").walking = Walking::kUnable; }},
        RowCase{"stop-any-pain", [](Facts& f) { Of(f, "r3").run_pain = 1; },
                Rule::PAIN_RULE_ANY_PAIN_STOPS},
        RowCase{"bone-pain",
                [](Facts& f) {
                  Of(f, "r3").run_pain = 1;
                  Of(f, "r3").site_pain = 1;
                },
                Rule::PAIN_RULE_NO_PAIN}),
    [](const auto& each) {
      std::string name = each.param.rule + "_" + std::to_string(each.index);
      std::replace(name.begin(), name.end(), '-', '_');
      return name;
    });

// The zones of pain in a run, at every whole number.
class PainZone : public ::testing::TestWithParam<int> {};

TEST_P(PainZone, IsSafeToTwoAcceptableToFiveAndTooMuchAbove) {
  Facts facts = TwoGoodSessions(0);
  Of(facts, "r3").run_pain = GetParam();
  const auto move = OnDayFour(facts).move();
  EXPECT_EQ(move, GetParam() <= 2   ? v1::STAGE_MOVE_ADVANCE
                  : GetParam() <= 5 ? v1::STAGE_MOVE_HOLD
                                    : v1::STAGE_MOVE_STEP_BACK);
  EXPECT_EQ(OnDayFour(facts).agreement_allows_advance(), GetParam() == 3);
  // The seed's rule and the rule for bones allow none at all.
  Facts none = TwoGoodSessions(0);
  Of(none, "r3").run_pain = GetParam();
  Of(none, "r3").site_pain = GetParam();
  EXPECT_EQ(OnDayFour(none, Rule::PAIN_RULE_ANY_PAIN_STOPS).move(),
            GetParam() == 0 ? v1::STAGE_MOVE_ADVANCE : v1::STAGE_MOVE_STOP);
  EXPECT_EQ(OnDayFour(none, Rule::PAIN_RULE_NO_PAIN).move(),
            GetParam() == 0 ? v1::STAGE_MOVE_ADVANCE : v1::STAGE_MOVE_STEP_BACK_TWO);
}

INSTANTIATE_TEST_SUITE_P(Running, PainZone, ::testing::Range(0, 11),
                         [](const auto& each) { return "nprs_" + std::to_string(each.param); });

TEST(NextMorning, OnePointAboveTheUsualIsAtBaselineTwoAreNot) {
  Facts facts = TwoGoodSessions();
  for (const char* morning : {"m1", "m2", "m4"}) Of(facts, morning).morning_pain = 2;
  EXPECT_EQ(OnDayFour(facts).move(), v1::STAGE_MOVE_ADVANCE);
  Of(facts, "m4").morning_pain = 3;
  EXPECT_EQ(OnDayFour(facts).move(), v1::STAGE_MOVE_ADVANCE);
  Of(facts, "m4").morning_pain = 3.5;
  EXPECT_EQ(OnDayFour(facts).move(), v1::STAGE_MOVE_HOLD);
  Of(facts, "m4").morning_pain = 4;
  EXPECT_EQ(OnDayFour(facts).move(), v1::STAGE_MOVE_STEP_BACK);
}

TEST(NextMorning, NotToldIsNotBaselineAndIsNamed) {
  Facts facts = TwoGoodSessions();
  facts.reports.pop_back();
  const auto proposal = OnDayFour(facts);
  EXPECT_EQ(proposal.move(), v1::STAGE_MOVE_HOLD);
  EXPECT_EQ(GateNamed(proposal, "morning").truth(), UNDECIDED);
  EXPECT_THAT(proposal.because(),
              HasSubstr("the morning after was not told for the run of 2025-03-03"));
  const auto early = Propose(TestTable(), facts, PlanAt(kStage), At(3, 20));
  EXPECT_EQ(early.move(), v1::STAGE_MOVE_HOLD);
  EXPECT_THAT(early.because(), HasSubstr("the morning has not come yet"));
}

TEST(NextMorning, WithoutAnyMorningBeforeAHighOneIsNotKnownToHaveRisen) {
  Facts facts = NothingTold();
  facts.reports = {GoodRun("r1", 1, kStage), Morning("m2", 2, 3)};
  const auto gate = GateNamed(Propose(TestTable(), facts, PlanAt(kStage), At(2)), "morning");
  EXPECT_EQ(gate.truth(), UNDECIDED);
  EXPECT_THAT(gate.text(), HasSubstr("no morning before"));
}

TEST(NextMorning, IsReadFromTheRunsOwnCheckInWhenThatWasEnteredOnALaterDay) {
  Facts facts = NothingTold();
  facts.reports = {GoodRun("r1", 1, kStage).Number("morning_nprs", 1).Entered(2),
                   GoodRun("r3", 3, kStage).Number("morning_nprs", 1).Entered(4, 10)};
  EXPECT_EQ(OnDayFour(facts).move(), v1::STAGE_MOVE_ADVANCE);
  // Entered on the day of the run it can only be the morning of that day.
  facts.reports = {GoodRun("r1", 1, kStage).Number("morning_nprs", 1),
                   GoodRun("r3", 3, kStage).Number("morning_nprs", 1)};
  EXPECT_EQ(OnDayFour(facts).move(), v1::STAGE_MOVE_HOLD);
  EXPECT_EQ(GateNamed(OnDayFour(facts), "morning").truth(), UNDECIDED);
}

TEST(Gates, WhatIsNotToldIsUndecidedAndHolds) {
  for (const auto& [gate, forget] :
       std::vector<std::pair<std::string, std::function<void(Report&)>>>{
           {"run-pain", [](Report& r) { r.run_pain.reset(); }},
           {"walking", [](Report& r) { r.walking.reset(); }},
           {"swelling", [](Report& r) { r.swelling.reset(); }}}) {
    Facts facts = TwoGoodSessions();
    forget(Of(facts, "r3"));
    const auto proposal = OnDayFour(facts);
    EXPECT_EQ(proposal.move(), v1::STAGE_MOVE_HOLD) << gate;
    EXPECT_EQ(GateNamed(proposal, gate).truth(), UNDECIDED) << gate;
    EXPECT_THAT(proposal.because(), HasSubstr("not told for the run of 2025-03-03")) << gate;
    EXPECT_THAT(GateNamed(proposal, gate).evidence(), ElementsAre(Of(facts, "r3").entry)) << gate;
  }
}

TEST(Gates, NameTheCheckInsThatTheyWereReadFrom) {
  const auto proposal = OnDayFour(TwoGoodSessions());
  EXPECT_EQ(proposal.move(), v1::STAGE_MOVE_ADVANCE);
  EXPECT_THAT(
      GateNamed(proposal, "morning").evidence(),
      ElementsAre(std::string(kCase) + "/checkIns/m2", std::string(kCase) + "/checkIns/m4"));
  EXPECT_THAT(
      GateNamed(proposal, "sessions").evidence(),
      ElementsAre(std::string(kCase) + "/checkIns/r1", std::string(kCase) + "/checkIns/r3"));
  EXPECT_THAT(proposal.evidence(), Contains(std::string(kCase) + "/checkIns/m4"));
}

TEST(Gates, NewSwellingHoldsAndSwellingThatWasThereBeforeDoesNot) {
  Facts facts = TwoGoodSessions();
  Of(facts, "r3").swelling = 1;
  EXPECT_EQ(OnDayFour(facts).move(), v1::STAGE_MOVE_HOLD);
  EXPECT_EQ(GateNamed(OnDayFour(facts), "swelling").truth(), DOES_NOT_HOLD);
  Of(facts, "m1").swelling = 1;
  Of(facts, "r1").swelling = 1;
  EXPECT_EQ(OnDayFour(facts).move(), v1::STAGE_MOVE_ADVANCE);
}

TEST(Gates, SwellingStillThereADayLaterTakesTheStageBack) {
  Facts facts = TwoGoodSessions();
  Of(facts, "r3").swelling = 1;
  facts.reports.push_back(Telling("s5", 5, 17).Number("swelling", 1));
  EXPECT_EQ(Propose(TestTable(), facts, PlanAt(kStage), At(5, 20)).rules(0), "back-swelling");
}

TEST(Gates, PainOfThreeThatRisesFromWeekToWeekIsNotForAgreement) {
  Facts facts = NothingTold();
  facts.reports = {Morning("m1", 1), GoodRun("r1", 1, kStage, 1), Morning("m2", 2)};
  facts.reports.push_back(GoodRun("r9", 9, kStage, 3));
  facts.reports.push_back(Morning("m10", 10));
  const auto proposal = Propose(TestTable(), facts, PlanAt(kStage), At(10));
  EXPECT_EQ(GateNamed(proposal, "weekly-rise").truth(), DOES_NOT_HOLD);
  EXPECT_FALSE(proposal.agreement_allows_advance());
  EXPECT_EQ(proposal.move(), v1::STAGE_MOVE_HOLD);
}

TEST(Gates, StageNineTakesSixSessionsAndTwoWeeks) {
  Facts facts = NothingTold();
  facts.reports.push_back(Morning("m1", 1));
  for (int i = 0; i < 6; ++i) {
    facts.reports.push_back(GoodRun("r" + std::to_string(i), 1 + 2 * i, 9));
    facts.reports.push_back(Morning("n" + std::to_string(i), 2 + 2 * i));
  }
  const auto early = Propose(TestTable(), facts, PlanAt(9), At(13));
  EXPECT_EQ(early.move(), v1::STAGE_MOVE_HOLD);
  EXPECT_THAT(early.because(), HasSubstr("until 2025-03-15"));
  EXPECT_EQ(Propose(TestTable(), facts, PlanAt(9), At(15)).move(), v1::STAGE_MOVE_ADVANCE);
  EXPECT_EQ(Propose(TestTable(), facts, PlanAt(10), At(15)).move(), v1::STAGE_MOVE_HOLD);
}

TEST(Gates, RunsOfAnotherStageAndFreeRunsDoNotCountForAnAdvanceButTheirPainDoes) {
  Facts facts = TwoGoodSessions();
  Of(facts, "r3").run->clear_stage();
  EXPECT_EQ(OnDayFour(facts).move(), v1::STAGE_MOVE_HOLD);
  Of(facts, "r3").run_pain = 7;
  EXPECT_EQ(OnDayFour(facts).move(), v1::STAGE_MOVE_STEP_BACK);
}

TEST(RedFlags, OneToWatchForbidsNothingAResolvedOneNeither) {
  Facts facts = TwoGoodSessions();
  facts.flags.push_back(OpenFlag(true));
  EXPECT_EQ(OnDayFour(facts).move(), v1::STAGE_MOVE_ADVANCE);
  facts.flags.push_back(OpenFlag());
  EXPECT_EQ(OnDayFour(facts).move(), v1::STAGE_MOVE_STOP);
  EXPECT_THAT(OnDayFour(facts).escalations(), ElementsAre(facts.flags[1].name));
  facts.flags[1].resolved = At(3);
  EXPECT_EQ(OnDayFour(facts).move(), v1::STAGE_MOVE_ADVANCE);
}

TEST(RedFlags, WhileABoneIsSuspectedNoPainIsAllowedWhateverThePlanSays) {
  Facts facts = TwoGoodSessions();
  Of(facts, "r3").site_pain = 1;
  facts.flags.push_back(OpenFlag(false, true));
  const auto proposal = OnDayFour(facts);
  EXPECT_EQ(proposal.pain_rule(), Rule::PAIN_RULE_NO_PAIN);
  EXPECT_EQ(proposal.move(), v1::STAGE_MOVE_STEP_BACK_TWO);
  EXPECT_THAT(proposal.rules(), Contains("stop-red-flag"));
}

TEST(Decided, WhatWasInViewMovesNothingAgain) {
  Facts facts = TwoGoodSessions();
  Of(facts, "r3").run_pain = 6;
  auto plan = PlanAt(kStage);
  EXPECT_EQ(Propose(TestTable(), facts, plan, At(4, 12)).move(), v1::STAGE_MOVE_STEP_BACK);
  Decide(plan, 4, v1::STAGE_MOVE_STEP_BACK, kStage - 1);
  EXPECT_EQ(Propose(TestTable(), facts, plan, At(5)).move(), v1::STAGE_MOVE_HOLD);
  // Yet the next one above 5 is the second within 14 days, whatever the stage.
  facts.reports.push_back(GoodRun("r6", 6, kStage - 1, 6));
  EXPECT_EQ(Propose(TestTable(), facts, plan, At(7)).rules(0), "stop-pain-repeat");
  Of(facts, "r6") = GoodRun("r6", 18, kStage - 1, 6);
  EXPECT_EQ(Propose(TestTable(), facts, plan, At(19)).rules(0), "back-pain");
}

TEST(Decided, UntilADecisionTheTroubleStandsWhateverFollows) {
  Facts facts = NothingTold();
  facts.reports = {GoodRun("r1", 1, kStage, 7), Morning("m2", 2),
                   GoodRun("r3", 3, kStage),    Morning("m4", 4),
                   GoodRun("r5", 5, kStage),    Morning("m6", 6)};
  EXPECT_EQ(Propose(TestTable(), facts, PlanAt(kStage), At(6)).move(), v1::STAGE_MOVE_STEP_BACK);
}

TEST(Decided, AStoppedPlanStaysStoppedUntilSomebodySaysOtherwise) {
  Facts facts = TwoGoodSessions();
  auto plan = PlanAt(kStage);
  Decide(plan, 4, v1::STAGE_MOVE_STOP, kStage);
  const auto proposal = Propose(TestTable(), facts, plan, At(9));
  EXPECT_EQ(proposal.move(), v1::STAGE_MOVE_STOP);
  EXPECT_THAT(proposal.rules(), ElementsAre("stopped"));
  Decide(plan, 10, v1::STAGE_MOVE_HOLD, kStage);
  // Sessions from before the stop do not count again.
  EXPECT_EQ(Propose(TestTable(), facts, plan, At(10)).move(), v1::STAGE_MOVE_HOLD);
  EXPECT_EQ(ResumedAt(plan, schedule::ClinicCalendar::Utc()).since, DayNumber(10));
}

class LateData : public ::testing::Test {
 protected:
  LateData() { Decide(plan_, 4, v1::STAGE_MOVE_ADVANCE, kStage + 1, {"r1", "m2", "r3", "m4"}); }
  v1::StageProposal OnDayEight() const { return Propose(TestTable(), facts_, plan_, At(8)); }

  Facts facts_ = TwoGoodSessions();
  v1::RunningPlan plan_ = PlanAt(kStage);
};

TEST_F(LateData, ThatBreaksAGateStepsBackAndNamesTheCheckInItsDayAndWhenItWasEntered) {
  EXPECT_EQ(OnDayEight().move(), v1::STAGE_MOVE_HOLD);
  facts_.reports.push_back(Telling("late", 3, 22).Number("swelling", 1).Entered(7));
  const auto proposal = OnDayEight();
  EXPECT_EQ(proposal.move(), v1::STAGE_MOVE_STEP_BACK) << proposal.because();
  EXPECT_THAT(proposal.rules(), ElementsAre("back-late"));
  EXPECT_TRUE(proposal.late());
  EXPECT_THAT(proposal.because(),
              HasSubstr("Late: patients/p/cases/c/checkIns/late of 2025-03-03 was entered on "
                        "2025-03-07, after the decision of 2025-03-04. "));
  EXPECT_THAT(proposal.because(), HasSubstr("new swelling after the run of 2025-03-03"));
  EXPECT_THAT(proposal.evidence(), Contains(std::string(kCase) + "/checkIns/late"));
}

TEST_F(LateData, ThatMovesByItselfSaysThatItIsLateToo) {
  facts_.reports.push_back(Telling("late", 3, 22).Choice("wb", "limp").Entered(7));
  const auto proposal = OnDayEight();
  EXPECT_THAT(proposal.rules(), ElementsAre("back-limp"));
  EXPECT_TRUE(proposal.late());
  EXPECT_THAT(proposal.because(), HasSubstr("entered on 2025-03-07"));
}

TEST_F(LateData, ThatBreaksNothingChangesNothing) {
  facts_.reports.push_back(Telling("late", 3, 22).Number("swelling", 0).Entered(7));
  EXPECT_EQ(OnDayEight().move(), v1::STAGE_MOVE_HOLD);
  EXPECT_FALSE(OnDayEight().late());
}

TEST_F(LateData, StepsBackOnceOnly) {
  facts_.reports.push_back(Telling("late", 3, 22).Number("swelling", 1).Entered(7));
  Decide(plan_, 8, v1::STAGE_MOVE_STEP_BACK, kStage);
  EXPECT_EQ(Propose(TestTable(), facts_, plan_, At(9)).move(), v1::STAGE_MOVE_HOLD);
}

TEST_F(LateData, ASessionThatIsTakenBackLaterStepsBackToo) {
  facts_.reports.erase(facts_.reports.begin() + 3);
  facts_.withdrawn.push_back(
      {.entry = std::string(kCase) + "/checkIns/r3", .observed = At(3, 18), .at = At(7)});
  const auto proposal = OnDayEight();
  EXPECT_EQ(proposal.move(), v1::STAGE_MOVE_STEP_BACK) << proposal.because();
  EXPECT_THAT(proposal.because(), HasSubstr("checkIns/r3 of 2025-03-03 was taken back or amended "
                                            "on 2025-03-07"));
}

}  // namespace
}  // namespace midstance::running

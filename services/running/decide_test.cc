#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "services/running/verbs_testing.h"

namespace midstance::running {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Rule = v1::RunningPlan;

TEST_F(RunningVerbs, AdvanceOneStageAndKeepWhatWasProposedBesideWhatWasDecided) {
  Assess();
  const auto plan = Started(Rule::PAIN_RULE_MONITORED);
  TellTwoGoodSessions(0);
  tester_.now = At(4);
  const auto proposed = Proposed(plan);
  EXPECT_EQ(proposed.proposal().move(), v1::STAGE_MOVE_ADVANCE) << proposed.proposal().because();
  ASSERT_THAT(proposed.replay(), SizeIs(1));
  const auto decided = DecideOn(plan, v1::STAGE_MOVE_ADVANCE);
  ASSERT_TRUE(decided.ok()) << decided.status();
  EXPECT_EQ(decided->stage(), 1);
  ASSERT_THAT(decided->decisions(), SizeIs(1));
  const auto& decision = decided->decisions(0);
  EXPECT_EQ(decision.proposed(), v1::STAGE_MOVE_ADVANCE);
  EXPECT_EQ(decision.decided(), v1::STAGE_MOVE_ADVANCE);
  EXPECT_EQ(decision.proposed_because(), proposed.proposal().because());
  EXPECT_EQ(decision.from_stage(), 0);
  EXPECT_EQ(decision.to_stage(), 1);
  EXPECT_EQ(decision.author(), "users/anna");
  EXPECT_THAT(decision.evidence(), Contains(std::string(kCase) + "/checkIns/m4"));
  EXPECT_EQ(Proposed(*decided).proposal().move(), v1::STAGE_MOVE_HOLD);
}

TEST_F(RunningVerbs, AskWhyADecisionIsAnotherThanTheProposal) {
  const auto plan = Started();
  EXPECT_EQ(ReasonOf(DecideOn(plan, v1::STAGE_MOVE_ADVANCE).status()),
            v1::ERROR_REASON_FIELD_INVALID);
  EXPECT_EQ(ReasonOf(DecideOn(plan, v1::STAGE_MOVE_ADVANCE, " \n").status()),
            v1::ERROR_REASON_FIELD_INVALID);
  const auto decided = DecideOn(plan, v1::STAGE_MOVE_ADVANCE, "she walked with me today");
  ASSERT_TRUE(decided.ok()) << decided.status();
  EXPECT_EQ(decided->decisions(0).proposed(), v1::STAGE_MOVE_HOLD);
  EXPECT_EQ(decided->decisions(0).reason(), "she walked with me today");
  EXPECT_EQ(ReasonOf(DecideOn(plan, v1::STAGE_MOVE_HOLD).status()), v1::ERROR_REASON_ETAG_MISMATCH);
}

TEST_F(RunningVerbs, StopAndGoOnOnlyWithAReasonAndNotByAnAdvance) {
  const auto plan = Started();
  Tell(GoodRun("r1", 1, 0, 1));
  tester_.now = At(2);
  EXPECT_EQ(Proposed(plan).proposal().rules(0), "stop-any-pain");
  auto stopped = DecideOn(plan, v1::STAGE_MOVE_STOP);
  ASSERT_TRUE(stopped.ok()) << stopped.status();
  EXPECT_EQ(stopped->state(), Rule::STATE_STOPPED);
  EXPECT_EQ(stopped->stage(), 0);
  EXPECT_EQ(ReasonOf(DecideOn(*stopped, v1::STAGE_MOVE_ADVANCE, "no").status()),
            v1::ERROR_REASON_STATE_FORBIDS);
  EXPECT_EQ(ReasonOf(End(*stopped, true).status()), v1::ERROR_REASON_STATE_FORBIDS);
  EXPECT_EQ(ReasonOf(DecideOn(*stopped, v1::STAGE_MOVE_HOLD).status()),
            v1::ERROR_REASON_FIELD_INVALID);
  const auto going = DecideOn(*stopped, v1::STAGE_MOVE_HOLD, "calm again");
  ASSERT_TRUE(going.ok()) << going.status();
  EXPECT_EQ(going->state(), Rule::STATE_ACTIVE);
  EXPECT_THAT(Proposed(*going).replay(), IsEmpty());
}

TEST_F(RunningVerbs, GoBackTwoStagesForABoneAlone) {
  auto plan = Started(Rule::PAIN_RULE_NO_PAIN);
  for (int i = 0; i < 3; ++i) plan = *DecideOn(plan, v1::STAGE_MOVE_ADVANCE, "cleared");
  Tell(Telling("ache", 1, 7).Number("rest_nprs", 1));
  tester_.now = At(2);
  EXPECT_EQ(Proposed(plan).proposal().move(), v1::STAGE_MOVE_STEP_BACK_TWO);
  const auto back = DecideOn(plan, v1::STAGE_MOVE_STEP_BACK_TWO);
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ(back->stage(), 1);
  EXPECT_EQ(back->state(), Rule::STATE_STOPPED);
  const auto other = SetRule(*back, Rule::PAIN_RULE_ANY_PAIN_STOPS);
  EXPECT_EQ(ReasonOf(DecideOn(*other, v1::STAGE_MOVE_STEP_BACK_TWO, "why").status()),
            v1::ERROR_REASON_STATE_FORBIDS);
}

TEST_F(RunningVerbs, HaveNoStageAfterTheLast) {
  auto plan = Started();
  for (int i = 0; i < 10; ++i) plan = *DecideOn(plan, v1::STAGE_MOVE_ADVANCE, "quick");
  EXPECT_EQ(plan.stage(), 10);
  EXPECT_EQ(ReasonOf(DecideOn(plan, v1::STAGE_MOVE_ADVANCE, "more").status()),
            v1::ERROR_REASON_STATE_FORBIDS);
}

TEST_F(RunningVerbs, DecideNothingOnceThePlanIsOver) {
  const auto plan = Started();
  const auto over = End(plan, false);
  ASSERT_TRUE(over.ok()) << over.status();
  EXPECT_EQ(over->state(), Rule::STATE_ENDED);
  EXPECT_EQ(over->end_reason(), "runs again");
  EXPECT_EQ(ReasonOf(DecideOn(*over, v1::STAGE_MOVE_HOLD).status()),
            v1::ERROR_REASON_STATE_FORBIDS);
  EXPECT_EQ(ReasonOf(SetRule(*over, Rule::PAIN_RULE_NO_PAIN).status()),
            v1::ERROR_REASON_STATE_FORBIDS);
  EXPECT_EQ(ReasonOf(End(*over, true).status()), v1::ERROR_REASON_STATE_FORBIDS);
  v1::ListRunningPlansRequest list;
  list.set_parent("patients/-/cases/-");
  list.set_filter("state = STATE_ENDED");
  EXPECT_THAT(tester_.Run(ListRunningPlans{tester_.sealer()}, anna_, list)->running_plans(),
              SizeIs(1));
}

TEST_F(RunningVerbs, StepBackForWhatIsEnteredAfterAnAdvanceAndSaySo) {
  Assess();
  auto plan = Started(Rule::PAIN_RULE_MONITORED);
  TellTwoGoodSessions(0);
  tester_.now = At(4);
  plan = *DecideOn(plan, v1::STAGE_MOVE_ADVANCE);
  Tell(Telling("late", 3, 22).Number("swelling", 1).Entered(6));
  tester_.now = At(7);
  const auto proposed = Proposed(plan);
  EXPECT_EQ(proposed.proposal().move(), v1::STAGE_MOVE_STEP_BACK);
  EXPECT_TRUE(proposed.proposal().late());
  EXPECT_THAT(proposed.proposal().because(),
              HasSubstr("checkIns/late of 2025-03-03 was entered on 2025-03-06"));
  EXPECT_THAT(proposed.replay(), IsEmpty());
}

TEST_F(RunningVerbs, StepBackForASessionThatIsTakenBackAfterAnAdvance) {
  Assess();
  auto plan = Started(Rule::PAIN_RULE_MONITORED);
  TellTwoGoodSessions(0);
  tester_.now = At(4);
  plan = *DecideOn(plan, v1::STAGE_MOVE_ADVANCE);
  tester_.now = At(6);
  auto session = *tester_.Find<v1::CheckIn>(std::string(kCase) + "/checkIns/r3");
  session.set_state(v1::RECORD_STATE_RETRACTED);
  ASSERT_TRUE(
      tester_.Write([&](auto& writer) { return writer.Update(session, tester_.now); }).ok());
  EXPECT_THAT(Proposed(plan).proposal().because(),
              HasSubstr("taken back or amended on 2025-03-06"));
}

TEST_F(RunningVerbs, ReplayTheSameHistoryWhateverTheOrderInWhichReportsArrive) {
  std::vector<Telling> told = {Morning("m1", 1),    GoodRun("r1", 1, 0),   Morning("m2", 2),
                               GoodRun("r3", 3, 0), Morning("m4", 4),      GoodRun("r5", 5, 1),
                               Morning("m6", 6),    GoodRun("r7", 7, 1, 6)};
  Assess();
  const auto plan = Started(Rule::PAIN_RULE_MONITORED);
  std::mt19937 random(11);
  std::shuffle(told.begin(), told.end(), random);
  for (std::size_t i = 0; i < told.size(); ++i) Tell(told[i].Entered(9 + static_cast<int>(i)));
  tester_.now = At(30);
  const auto replay = Proposed(plan).replay();
  ASSERT_THAT(replay, SizeIs(2));
  EXPECT_EQ(replay[0].day(), "2025-03-04");
  EXPECT_EQ(replay[0].move(), v1::STAGE_MOVE_ADVANCE);
  EXPECT_EQ(replay[1].day(), "2025-03-07");
  EXPECT_EQ(replay[1].move(), v1::STAGE_MOVE_STEP_BACK);
}

}  // namespace
}  // namespace midstance::running

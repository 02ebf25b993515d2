#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/cases/care/records_testing.h"

namespace midstance::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> ProposedOn(const Episode& episode, int day) {
  std::vector<std::string> methods;
  const auto found = episode.CheckOn(day);
  for (const auto& proposal : found.proposals()) {
    EXPECT_FALSE(proposal.because().empty());
    EXPECT_NE(proposal.to(), v1::Case::STATE_UNSPECIFIED);
    methods.push_back(proposal.method());
  }
  return methods;
}

TEST(Proposals, AReviewIsProposedWhenAReportOrAReassessmentIsDue) {
  Episode episode;
  episode.Visit(0);
  EXPECT_THAT(ProposedOn(episode, 1), IsEmpty());
  EXPECT_THAT(ProposedOn(episode, 14), ElementsAre("MarkReviewDue"));
  episode.Score(14, "psfs", "", 5);
  EXPECT_THAT(ProposedOn(episode, 29), IsEmpty());
  EXPECT_THAT(ProposedOn(episode, 30), ElementsAre("MarkReviewDue"));
  episode.records.of.set_state(v1::Case::STATE_ASSESSED);
  EXPECT_THAT(ProposedOn(episode, 30), IsEmpty());
}

TEST(Proposals, APlannedReassessmentAsksForAReview) {
  Episode episode;
  episode.FollowUp(5, v1::FollowUp::KIND_REASSESSMENT, v1::FollowUp::STATE_SCHEDULED);
  EXPECT_THAT(ProposedOn(episode, 4), IsEmpty());
  EXPECT_THAT(ProposedOn(episode, 5), ElementsAre("MarkReviewDue"));
}

TEST(Proposals, AReferralThatIsOutAsksForTheStateAndItsAnswerForTheWayBack) {
  Episode episode;
  auto& referral = episode.Refer(v1::Referral::STATE_DRAFTED);
  EXPECT_THAT(ProposedOn(episode, 1), IsEmpty());
  referral.set_state(v1::Referral::STATE_SENT);
  EXPECT_THAT(ProposedOn(episode, 1), ElementsAre("ReferCase"));
  episode.records.of.set_state(v1::Case::STATE_REFERRED);
  EXPECT_THAT(ProposedOn(episode, 1), IsEmpty());
  referral.set_state(v1::Referral::STATE_REPORT_RECEIVED);
  EXPECT_THAT(ProposedOn(episode, 1), ElementsAre("StartProgram"));
}

TEST(Proposals, AnActiveHomeProgramStartsTheProgram) {
  Episode episode;
  episode.records.of.set_state(v1::Case::STATE_ASSESSED);
  auto& enrollment = episode.records.enrollments.emplace_back();
  enrollment.set_state(v1::Enrollment::STATE_ON_HOLD);
  EXPECT_THAT(ProposedOn(episode, 1), IsEmpty());
  enrollment.set_state(v1::Enrollment::STATE_ACTIVE);
  EXPECT_THAT(ProposedOn(episode, 1), ElementsAre("StartProgram"));
}

TEST(Proposals, ARunnerWhoNoLongerAnswersIsClosedUnlessAFlagIsOpen) {
  Episode episode;
  for (int day = 1; day <= 3; ++day)
    episode.FollowUp(day, v1::FollowUp::KIND_CALL, v1::FollowUp::STATE_SCHEDULED);
  EXPECT_THAT(ProposedOn(episode, 9), ElementsAre("CloseCase"));
  episode.Flag(v1::Escalation::STATE_OPEN);
  EXPECT_THAT(ProposedOn(episode, 9), IsEmpty());
}

TEST(Proposals, ADischargeThatIsPlannedWaitsForItsExaminationAndMeasures) {
  Episode episode;
  episode.records.of.set_state(v1::Case::STATE_DISCHARGE_PLANNED);
  episode.Visit(1, v1::Assessment::KIND_DISCHARGE);
  EXPECT_THAT(ProposedOn(episode, 1), IsEmpty());
  episode.Score(1, "psfs", "", 9);
  EXPECT_THAT(ProposedOn(episode, 1), ElementsAre("DischargeCase"));
}

TEST(LegalMoves, AreThoseOfTheStateAndAPauseEndsWhereItBegan) {
  Episode episode;
  episode.records.of.set_state(v1::Case::STATE_ON_HOLD);
  episode.records.of.set_held_state(v1::Case::STATE_REVIEW_DUE);
  std::vector<std::string> methods;
  const auto found = episode.CheckOn(1);
  for (const auto& rule : found.legal_moves()) {
    EXPECT_EQ(rule.from(), v1::Case::STATE_ON_HOLD);
    if (rule.method() == "ResumeCase") {
      EXPECT_EQ(rule.to(), v1::Case::STATE_REVIEW_DUE);
    }
    methods.push_back(rule.method());
  }
  EXPECT_THAT(methods, ElementsAre("ResumeCase", "DischargeCase", "CloseCase"));
}

}  // namespace
}  // namespace midstance::cases

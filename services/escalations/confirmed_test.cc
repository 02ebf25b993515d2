#include "services/escalations/confirmed.h"

#include <gtest/gtest.h>

#include <vector>

namespace midstance::escalations {
namespace {

using v1::Escalation;
using v1::Referral;

Escalation Ended(Escalation::Outcome outcome) {
  Escalation escalation;
  if (outcome != Escalation::OUTCOME_UNSPECIFIED) {
    escalation.mutable_resolution()->set_outcome(outcome);
  }
  return escalation;
}

Referral Answered(const std::vector<Referral::Answer>& answers, const char* finding = "") {
  Referral referral;
  for (const auto answer : answers) referral.add_replies()->set_answer(answer);
  referral.set_finding(finding);
  return referral;
}

TEST(Confirmed, IsWhatAClinicianReferredOrTreatedOn) {
  EXPECT_TRUE(IsConfirmed(Ended(Escalation::OUTCOME_REFERRED), nullptr));
  EXPECT_TRUE(IsConfirmed(Ended(Escalation::OUTCOME_TREATED_ON), nullptr));
  EXPECT_FALSE(IsConfirmed(Ended(Escalation::OUTCOME_WRONG_ALARM), nullptr));
  EXPECT_FALSE(IsConfirmed(Ended(Escalation::OUTCOME_OTHER), nullptr));
  const auto nothing = Answered({Referral::ANSWER_NOTHING_FOUND});
  EXPECT_TRUE(IsConfirmed(Ended(Escalation::OUTCOME_REFERRED), &nothing));
}

TEST(Confirmed, IsWhatADoctorFoundWhateverWasDecided) {
  const auto found = Answered({Referral::ANSWER_ACCEPTED, Referral::ANSWER_CONFIRMED});
  for (const auto outcome : {Escalation::OUTCOME_UNSPECIFIED, Escalation::OUTCOME_WRONG_ALARM,
                             Escalation::OUTCOME_OTHER, Escalation::OUTCOME_REFERRED}) {
    EXPECT_TRUE(IsConfirmed(Ended(outcome), &found)) << outcome;
  }
}

TEST(Confirmed, IsAnOpenOneThatADoctorAnsweredUnlessNothingWasFound) {
  const auto open = Ended(Escalation::OUTCOME_UNSPECIFIED);
  const auto by_finding = Answered({}, "reactive synovitis");
  const auto expected = Answered({Referral::ANSWER_ACCEPTED});
  const auto other = Answered({Referral::ANSWER_OTHER_FINDING});
  const auto nothing = Answered({Referral::ANSWER_NOTHING_FOUND}, "nothing found");
  EXPECT_FALSE(IsConfirmed(open, nullptr));
  EXPECT_TRUE(IsConfirmed(open, &by_finding));
  EXPECT_FALSE(IsConfirmed(open, &expected));
  EXPECT_TRUE(IsConfirmed(open, &other));
  EXPECT_FALSE(IsConfirmed(open, &nothing));
}

TEST(Confirmed, TheDoctorsLastWordAboutWhatWasFoundCounts) {
  EXPECT_EQ(FoundBy(Answered({Referral::ANSWER_NOTHING_FOUND, Referral::ANSWER_CONFIRMED})),
            Referral::ANSWER_CONFIRMED);
  EXPECT_EQ(FoundBy(Answered({Referral::ANSWER_CONFIRMED, Referral::ANSWER_MORE_NEEDED})),
            Referral::ANSWER_CONFIRMED);
  EXPECT_EQ(FoundBy(Answered({Referral::ANSWER_DECLINED})), Referral::ANSWER_UNSPECIFIED);
}

}  // namespace
}  // namespace midstance::escalations

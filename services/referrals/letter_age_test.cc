#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "midstance/v1/referral_service.pb.h"
#include "services/referrals/referrals_testing.h"
#include "services/referrals/verbs.h"

// A letter says what is known when it goes out, and what a person wrote stays hers.
namespace midstance::referrals {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using v1::Referral;

class LettersGrowOld : public Referrals {
 protected:
  template <class M>
  void Change(const std::string& name, const std::function<void(M&)>& change) {
    auto found = *tester_.Find<M>(name);
    change(found);
    const auto wrote =
        tester_.Write([&](storage::Writer& writer) { return writer.Update(found, tester_.now); });
    ASSERT_TRUE(wrote.ok()) << wrote;
  }

  // A later check-in, and what the rules made of it.
  void FlagRises() {
    tester_.now += std::chrono::hours{20};
    CheckIn("r2", 9);
    Change<v1::Escalation>(kEscalation, [&](v1::Escalation& escalation) {
      escalation.set_urgency(rules::v1::EMERGENCY);
      *escalation.mutable_due_time() = TimestampOf(tester_.now);
      auto& result = *escalation.add_firings()->mutable_result();
      result.set_rule("joint-hot-and-painful");
      auto& evidence = *result.add_evidence();
      evidence.set_entry(std::string(kCase) + "/checkIns/r2");
      evidence.mutable_site()->set_area(rules::v1::KNEE);
      evidence.mutable_site()->set_side(rules::v1::LEFT);
      evidence.set_code("rest_nprs");
      evidence.set_text("Pain at rest (0-10): 9");
      *evidence.mutable_observed_time() = TimestampOf(tester_.now);
    });
  }

  Referral Now(const Referral& referral) { return *tester_.Find<Referral>(referral.name()); }

  absl::StatusOr<Referral> Edit(Referral changed, const std::string& path) {
    v1::UpdateReferralRequest request;
    *request.mutable_referral() = std::move(changed);
    request.mutable_update_mask()->add_paths(path);
    return tester_.Run(UpdateReferral{engines_}, anna_, request);
  }
  absl::StatusOr<Referral> DraftAgain(const Referral& referral) {
    v1::RedraftReferralRequest request;
    request.set_name(referral.name());
    request.set_etag(Now(referral).etag());
    return tester_.Run(RedraftReferral{engines_}, anna_, request);
  }
};

TEST_F(LettersGrowOld, OneWhoseFlagRoseSinceIsNotSentUntilItIsDraftedAgain) {
  const auto draft = *Create();
  FlagRises();
  const auto refused = Send(Now(draft)).status();
  EXPECT_EQ(ReasonOf(refused), v1::ERROR_REASON_STATE_FORBIDS) << refused;
  EXPECT_THAT(refused.message(), HasSubstr("draft it again (RedraftReferral)"));
  EXPECT_EQ(Now(draft).state(), Referral::STATE_DRAFTED);
  const auto again = DraftAgain(draft);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->urgency(), rules::v1::EMERGENCY);
  EXPECT_THAT(again->letter().identify(), HasSubstr("Urgency: emergency, to be seen by 2 Mar"));
  EXPECT_THAT(again->letter().assessment(), HasSubstr("- Pain at rest (0-10): 9 (2 Mar 2025)"));
  EXPECT_EQ(again->trends_size(), 1);
  const auto sent = Send(*again);
  EXPECT_TRUE(sent.ok()) << sent.status();
}

TEST_F(LettersGrowOld, WhatAPersonWroteStaysAndWhatNobodyWroteIsDraftedAgain) {
  auto draft = *Create();
  draft.mutable_letter()->set_background("She runs for her club; MRI in 2019.");
  const auto written = *Edit(draft, "letter.background");
  FlagRises();
  const auto again = DraftAgain(written);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->letter().background(), "She runs for her club; MRI in 2019.");
  EXPECT_THAT(again->drafted().background(), HasSubstr("Running: 40 km a week."));
  EXPECT_THAT(again->letter().identify(), HasSubstr("emergency"));
  EXPECT_TRUE(Send(*again).ok());
}

TEST_F(LettersGrowOld, WhoeverWroteAPartLooksAtItWhenTheFlagChanged) {
  auto draft = *Create();
  draft.mutable_letter()->set_assessment("Swollen, no redness.");
  const auto written = *Edit(draft, "letter.assessment");
  FlagRises();
  // An edit of something else is no look at it.
  auto other = Now(written);
  other.set_question("What is it?");
  const auto edited = *Edit(other, "question");
  EXPECT_EQ(ReasonOf(Send(edited).status()), v1::ERROR_REASON_STATE_FORBIDS);
  const auto again = *DraftAgain(edited);
  EXPECT_EQ(again.letter().assessment(), "Swollen, no redness.");
  EXPECT_THAT(again.drafted().assessment(), HasSubstr("Pain at rest (0-10): 9"));
  EXPECT_TRUE(Send(again).ok());
}

TEST_F(LettersGrowOld, WhatIsChangedInOnePlaceFollowsInTheOthers) {
  auto draft = *Create();
  draft.mutable_addressee()->set_name("Dr Baumann");
  auto changed = *Edit(draft, "addressee.name");
  EXPECT_THAT(changed.letter().identify(), HasSubstr("To: Dr Baumann."));
  changed.set_question("Is it infected?");
  changed = *Edit(changed, "question");
  EXPECT_THAT(changed.letter().situation(), HasSubstr("We ask: Is it infected?"));
  EXPECT_TRUE(Send(changed).ok());
}

TEST_F(LettersGrowOld, AnEmptiedPartIsDraftedAgain) {
  auto draft = *Create();
  const auto background = draft.letter().background();
  draft.mutable_letter()->set_background("Wrong.");
  auto changed = *Edit(draft, "letter.background");
  changed.mutable_letter()->clear_background();
  EXPECT_EQ(Edit(changed, "letter.background")->letter().background(), background);
}

TEST_F(LettersGrowOld, ATakenUpFlagLeavesTheLetterAsItIs) {
  const auto draft = *Create();
  tester_.now += std::chrono::hours{48};
  Change<v1::Escalation>(kEscalation, [&](v1::Escalation& escalation) {
    escalation.set_state(v1::Escalation::STATE_ACKNOWLEDGED);
  });
  const auto sent = Send(draft);
  EXPECT_TRUE(sent.ok()) << sent.status();
}

TEST_F(LettersGrowOld, OneOfTwoPeopleTakenForOneIsNotSentOnceTheyArePartedAgain) {
  v1::Patient other;
  other.set_name("patients/q");
  other.set_merged_into("patients/p");
  tester_.Put(other);
  Change<v1::Patient>("patients/p",
                      [](v1::Patient& patient) { patient.add_merges()->set_source("patients/q"); });
  v1::Case a_case;
  a_case.set_name("patients/q/cases/c");
  tester_.Put(a_case);
  v1::CheckIn check_in;
  check_in.set_name("patients/q/cases/c/checkIns/r1");
  check_in.set_state(v1::RECORD_STATE_ACTIVE);
  *check_in.mutable_occurred_time() = TimestampOf(tester_.now);
  auto& fever = *check_in.add_general();
  fever.set_code("fever");
  fever.set_answer(v1::ANSWER_PRESENT);
  tester_.Put(check_in);
  Change<v1::Escalation>(kEscalation, [&](v1::Escalation& escalation) {
    escalation.set_basis("Left knee swollen with fever.");
    auto& evidence = *escalation.mutable_firings(0)->mutable_result()->add_evidence();
    evidence.set_entry("patients/q/cases/c/checkIns/r1");
    evidence.set_code("fever");
    evidence.set_text("Fever: yes");
    *evidence.mutable_observed_time() = TimestampOf(tester_.now);
  });
  const auto draft = *Create();
  ASSERT_THAT(draft.letter().assessment(), HasSubstr("- Fever: yes (1 Mar 2025)"));
  Change<v1::Patient>("patients/q", [](v1::Patient& patient) { patient.clear_merged_into(); });
  Change<v1::Patient>("patients/p", [](v1::Patient& patient) { patient.clear_merges(); });
  EXPECT_EQ(ReasonOf(Send(draft).status()), v1::ERROR_REASON_STATE_FORBIDS);
  const auto again = *DraftAgain(draft);
  EXPECT_THAT(again.letter().assessment(), Not(HasSubstr("Fever: yes")));
  EXPECT_THAT(again.letter().assessment(), HasSubstr("1 finding was withdrawn since"));
  EXPECT_THAT(again.letter().situation(), Not(HasSubstr("with fever")));
}

TEST_F(LettersGrowOld, AChangedRecordIsOfAnotherLetter) {
  const auto draft = *Create();
  Change<v1::CheckIn>(std::string(kCase) + "/checkIns/r1",
                      [](v1::CheckIn& record) { record.set_state(v1::RECORD_STATE_RETRACTED); });
  EXPECT_EQ(ReasonOf(Send(draft).status()), v1::ERROR_REASON_STATE_FORBIDS);
}

TEST_F(LettersGrowOld, ALostOneThatIsOldIsClosedAndAnotherIsDrafted) {
  const auto sent = *Send(*Create());
  const auto lost = *Step(sent, Referral::STATE_LOST);
  FlagRises();
  const auto refused = Send(Now(lost)).status();
  EXPECT_EQ(ReasonOf(refused), v1::ERROR_REASON_STATE_FORBIDS) << refused;
  EXPECT_THAT(refused.message(), HasSubstr("close this referral and draft another"));
  EXPECT_EQ(ReasonOf(DraftAgain(lost).status()), v1::ERROR_REASON_STATE_FORBIDS);
  EXPECT_TRUE(Create().ok());
}

// Of what was drafted before drafts were kept nobody knows who wrote what.
TEST_F(LettersGrowOld, OneWhoseDraftWasNotKeptIsLookedAtAndKeepsItsWords) {
  const auto draft = *Create();
  Change<Referral>(draft.name(), [](Referral& referral) {
    referral.clear_drafted();
    referral.clear_facts_sha256();
  });
  EXPECT_EQ(ReasonOf(Send(Now(draft)).status()), v1::ERROR_REASON_STATE_FORBIDS);
  const auto again = *DraftAgain(draft);
  EXPECT_EQ(again.letter().identify(), draft.letter().identify());
  EXPECT_TRUE(Send(again).ok());
}

}  // namespace
}  // namespace midstance::referrals

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string>

#include "midstance/v1/referral_service.pb.h"
#include "services/referrals/referrals_testing.h"
#include "services/referrals/render.h"
#include "services/referrals/verbs.h"
#include "support/digest.h"

namespace midstance::referrals {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using v1::Referral;

TEST_F(Referrals, ADraftSaysWhatIsKnownWhatIsNotThereAndWhatWasNotAsked) {
  const auto draft = Create();
  ASSERT_TRUE(draft.ok()) << draft.status();
  EXPECT_EQ(draft->state(), Referral::STATE_DRAFTED);
  EXPECT_EQ(draft->urgency(), rules::v1::URGENT);
  const auto& letter = draft->letter();
  EXPECT_EQ(letter.identify(),
            "Patient: Zhou, Ana, born 12 Apr 1990.\n"
            "Contact: +49 40 1234567.\n"
            "To: Dr Okafor.\n"
            "From, and reply to: anna, riverside.\n"
            "Date: 1 Mar 2025.\n"
            "Urgency: urgent, to be seen by 4 Mar 2025.\n"
            "Not recorded: sex.");
  EXPECT_EQ(
      letter.situation(),
      "Red or hot joint: Left knee swollen and warm on 1 Mar 2025.\nWe ask: " + draft->question());
  EXPECT_THAT(draft->question(), HasSubstr("synovitis, fracture"));
  EXPECT_EQ(letter.background(),
            "Running: 40 km a week.\n"
            "Complaint: Left knee pain since the half marathon.\n"
            "Not recorded: goal; first day; in the patient's words; past injuries; medicines and "
            "imaging.");
  const auto& assessment = letter.assessment();
  EXPECT_THAT(assessment, HasSubstr("left knee:\n- Swelling (0-3): 1 (1 Mar 2025)\n"));
  EXPECT_THAT(assessment, HasSubstr("Pain at rest (0-10): 4 (1 Mar 2025)"));
  EXPECT_THAT(assessment, HasSubstr("Asked and not found: Redness (1 Mar 2025)"));
  EXPECT_THAT(assessment, HasSubstr("Fever (1 Mar 2025)"));
  EXPECT_THAT(assessment, HasSubstr("Not asked or not tested: Swelling gone within"));
  EXPECT_THAT(assessment, HasSubstr("; Weight bearing. Of what other red flags ask for, "));
  EXPECT_THAT(assessment, Not(HasSubstr("Warmer than the other side")));
  EXPECT_THAT(assessment, HasSubstr("joint-redness-heat"));
  EXPECT_THAT(letter.recommendation(), HasSubstr("Suggested: gp or sports physician."));
  EXPECT_THAT(letter.recommendation(), HasSubstr("Activity advice (by the rule): no impact."));
  EXPECT_THAT(letter.recommendation(), HasSubstr("Next contact with us: none is planned yet."));
}

TEST_F(Referrals, ALetterNamesTheDaysOfTheClinic) {
  // 9:00 on 1 March in UTC is the evening before in Honolulu.
  const cases::Engines honolulu{*rules::Compile(
      engine_.rules().source(), *schedule::ClinicCalendar::Make("Pacific/Honolulu"))};
  v1::CreateReferralRequest request;
  request.set_parent(kCase);
  request.mutable_referral()->set_escalation(kEscalation);
  const auto draft = tester_.Run(CreateReferral{honolulu}, anna_, request);
  ASSERT_TRUE(draft.ok()) << draft.status();
  const auto& letter = draft->letter();
  EXPECT_THAT(letter.identify(), HasSubstr("Date: 28 Feb 2025."));
  EXPECT_THAT(letter.assessment(), HasSubstr("Swelling (0-3): 1 (28 Feb 2025)"));
  EXPECT_THAT(letter.assessment(), HasSubstr("Asked and not found: Redness (28 Feb 2025)"));
  EXPECT_THAT(letter.assessment(), HasSubstr(" on 28 Feb 2025."));
  EXPECT_THAT(letter.assessment(), Not(HasSubstr("1 Mar 2025")));
}

TEST_F(Referrals, ALetterSaysWhoRaisedItByHandAndWhy) {
  tester_.AddUser("ben", {options::v1::ROLE_CLINICIAN});
  auto escalation = *tester_.Find<v1::Escalation>(kEscalation);
  escalation.clear_firings();
  escalation.set_family("by-hand");
  escalation.set_title("Concern of a clinician");
  escalation.set_basis("Her gait has changed.");
  escalation.mutable_by_hand()->set_raised_by("users/ben");
  escalation.mutable_by_hand()->set_reason("Her gait has changed");
  ASSERT_TRUE(
      tester_.Write([&](auto& writer) { return writer.Update(escalation, tester_.now); }).ok());
  const auto draft = Create();
  ASSERT_TRUE(draft.ok()) << draft.status();
  EXPECT_EQ(draft->letter().situation(),
            "Concern of a clinician: Her gait has changed.\nWe ask: " + draft->question());
  EXPECT_THAT(draft->question(), Not(HasSubstr("to be thought of")));
  const auto& assessment = draft->letter().assessment();
  EXPECT_THAT(assessment, HasSubstr("What raised it, at the left knee:\n- Her gait has changed\n"));
  EXPECT_THAT(assessment, HasSubstr("Raised by hand by ben on 1 Mar 2025. No rule raised it."));
  EXPECT_THAT(assessment, Not(HasSubstr("Raised by rule")));
}

TEST_F(Referrals, TheSameFactsGiveTheSameLetter) {
  const auto one = Create();
  ASSERT_TRUE(one.ok()) << one.status();
  const std::string text = RenderLetter(*one);
  ASSERT_TRUE(Send(*one).ok());
  const auto lost = Step(*tester_.Find<Referral>(one->name()), Referral::STATE_LOST);
  ASSERT_TRUE(lost.ok()) << lost.status();
  const auto two = Create();
  ASSERT_TRUE(two.ok()) << two.status();
  EXPECT_EQ(RenderLetter(*two), text);
}

TEST_F(Referrals, OneIsUnderWayAtATime) {
  const auto first = Create();
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(tester_.Find<v1::Escalation>(kEscalation)->referral(), first->name());
  EXPECT_EQ(ReasonOf(Create().status()), v1::ERROR_REASON_RESOURCE_EXISTS);
}

TEST_F(Referrals, AResolvedEscalationIsNotReferred) {
  auto escalation = *tester_.Find<v1::Escalation>(kEscalation);
  escalation.set_state(v1::Escalation::STATE_RESOLVED);
  ASSERT_TRUE(
      tester_.Write([&](storage::Writer& writer) { return writer.Update(escalation, tester_.now); })
          .ok());
  EXPECT_EQ(ReasonOf(Create().status()), v1::ERROR_REASON_STATE_FORBIDS);
}

TEST_F(Referrals, TheLoopIsFollowedToItsEnd) {
  auto referral = Create();
  ASSERT_TRUE(referral.ok()) << referral.status();
  EXPECT_EQ(ReasonOf(Step(*referral, Referral::STATE_SEEN).status()),
            v1::ERROR_REASON_STATE_FORBIDS);
  referral = Send(*referral);
  ASSERT_TRUE(referral.ok()) << referral.status();
  for (const auto state : {Referral::STATE_ACKNOWLEDGED, Referral::STATE_SEEN,
                           Referral::STATE_REPORT_RECEIVED, Referral::STATE_ACTED_ON}) {
    referral = Step(*referral, state);
    ASSERT_TRUE(referral.ok()) << referral.status();
  }
  EXPECT_EQ(ReasonOf(Step(*referral, Referral::STATE_LOST).status()),
            v1::ERROR_REASON_STATE_FORBIDS);
  v1::CloseReferralRequest close;
  close.set_name(referral->name());
  close.set_etag(referral->etag());
  close.set_reason("treated");
  close.set_finding("reactive synovitis");
  const auto closed = tester_.Run(CloseReferral, anna_, close);
  ASSERT_TRUE(closed.ok()) << closed.status();
  EXPECT_EQ(closed->finding(), "reactive synovitis");
  EXPECT_THAT(closed->steps(), SizeIs(7));
}

TEST_F(Referrals, ADraftIsDroppedWithAReasonAndAnotherMayBeMade) {
  const auto draft = Create();
  ASSERT_TRUE(draft.ok()) << draft.status();
  v1::CloseReferralRequest close;
  close.set_name(draft->name());
  close.set_etag(draft->etag());
  close.set_reason("to the wrong doctor");
  const auto dropped = tester_.Run(CloseReferral, anna_, close);
  ASSERT_TRUE(dropped.ok()) << dropped.status();
  EXPECT_EQ(dropped->close_reason(), "to the wrong doctor");
  EXPECT_EQ(dropped->steps(1).actor(), anna_.name);
  EXPECT_TRUE(Create().ok());
}

TEST_F(Referrals, WhatWasDeclinedSaysWhy) {
  const auto sent = Send(*Create());
  ASSERT_TRUE(sent.ok()) << sent.status();
  for (const char* nothing : {"", "  "}) {
    EXPECT_EQ(ReasonOf(Step(*sent, Referral::STATE_DECLINED, nothing).status()),
              v1::ERROR_REASON_FIELD_INVALID);
  }
  const auto declined = Step(*sent, Referral::STATE_DECLINED, "no appointments this month");
  ASSERT_TRUE(declined.ok()) << declined.status();
  EXPECT_EQ(declined->steps(2).note(), "no appointments this month");
}

TEST_F(Referrals, OnlyADraftIsEdited) {
  auto draft = *Create();
  v1::UpdateReferralRequest update;
  *update.mutable_referral() = draft;
  update.mutable_referral()->set_question("Is it infected?");
  update.mutable_update_mask()->add_paths("question");
  const auto updated = tester_.Run(UpdateReferral{engines_}, anna_, update);
  ASSERT_TRUE(updated.ok()) << updated.status();
  EXPECT_EQ(updated->question(), "Is it infected?");
  EXPECT_EQ(updated->letter().identify(), draft.letter().identify());
  const auto sent = Send(*updated);
  ASSERT_TRUE(sent.ok()) << sent.status();
  update.mutable_referral()->set_etag(sent->etag());
  EXPECT_EQ(ReasonOf(tester_.Run(UpdateReferral{engines_}, anna_, update).status()),
            v1::ERROR_REASON_STATE_FORBIDS);
}

TEST_F(Referrals, TheLetterPutsTheQuestionFirstInLinesOfEightyColumns) {
  const auto draft = Create();
  ASSERT_TRUE(draft.ok()) << draft.status();
  v1::RenderReferralRequest render;
  render.set_name(draft->name());
  const auto rendered = tester_.Run(RenderReferral, anna_, render);
  ASSERT_TRUE(rendered.ok()) << rendered.status();
  EXPECT_TRUE(rendered->text().starts_with("REFERRAL\n\nQUESTION\nIs there a cause"));
  std::istringstream lines(rendered->text());
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), kColumns) << line;
  EXPECT_EQ(rendered->sha256(), Hex(Sha256(rendered->text())));
}

TEST(RenderLetter, CountsCharactersNotBytesAndBreaksLongWords) {
  Referral referral;
  std::string word;
  for (int i = 0; i < 100; ++i) word += "\u00e4";
  referral.set_question(word);
  std::string first;
  for (int i = 0; i < 80; ++i) first += "\u00e4";
  EXPECT_THAT(RenderLetter(referral), HasSubstr("\n" + first + "\n"));
  EXPECT_THAT(RenderLetter(referral), Not(HasSubstr("IDENTIFY")));
}

}  // namespace
}  // namespace midstance::referrals

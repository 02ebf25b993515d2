#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "midstance/v1/assessment_service.pb.h"
#include "midstance/v1/escalation_service.pb.h"
#include "midstance/v1/referral_service.pb.h"
#include "support/time.h"
#include "tests/api/builders.h"
#include "tests/api/watcher.h"

namespace midstance::testing {
namespace {

using std::chrono::days;
using std::chrono::hours;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using v1::Escalation;
using v1::Referral;

class Journeys : public ::testing::Test {
 protected:
  Referral Refer(const Escalation& escalation) {
    v1::CreateReferralRequest request;
    request.set_parent(case_);
    request.mutable_referral()->set_escalation(escalation.name());
    request.mutable_referral()->mutable_addressee()->set_name("Dr Okafor");
    return clinic_.Must<Referral>(lena_, "ReferralService/CreateReferral", request);
  }
  Referral Send(const Referral& referral) {
    v1::SendReferralRequest request;
    request.set_name(referral.name());
    request.set_etag(referral.etag());
    request.set_channel("fax");
    return clinic_.Must<Referral>(lena_, "ReferralService/SendReferral", request);
  }
  v1::RecordReferralStepRequest Step(const Referral& referral, Referral::State state) {
    v1::RecordReferralStepRequest request;
    request.set_name(referral.name());
    request.set_etag(referral.etag());
    request.set_state(state);
    return request;
  }
  Escalation OnlyEscalation() {
    const auto all = clinic_.Escalations(lena_, case_);
    EXPECT_THAT(all, SizeIs(1));
    return all.empty() ? Escalation() : all.front();
  }

  Clinic clinic_;
  const std::string lena_ = clinic_.Clinician("lena");
  const std::string case_ = clinic_.ARunner(lena_);
};

TEST_F(Journeys, ARedFlagTravelsFromACheckInToADoctorAndBack) {
  Watcher watcher(clinic_.server(), lena_, WatchAll({"Escalation"}));
  const auto flagged = clinic_.CheckIn(lena_, case_, HotKnee());
  EXPECT_TRUE(flagged.advice().running_on_hold());

  const auto told = watcher.NextChange();
  EXPECT_EQ(told.kind(), v1::Change::KIND_CREATED);
  const auto& escalation = told.escalation();
  EXPECT_EQ(escalation.urgency(), rules::v1::EMERGENCY);
  ASSERT_THAT(escalation.firings(), ::testing::Not(IsEmpty()));
  for (const auto& evidence : escalation.firings().rbegin()->result().evidence()) {
    EXPECT_EQ(evidence.entry(), flagged.check_in().name());
  }

  clinic_.clock().Advance(std::chrono::minutes{5});
  const auto acknowledged = clinic_.Acknowledge(lena_, escalation);
  EXPECT_EQ(acknowledged.state(), Escalation::STATE_ACKNOWLEDGED);
  EXPECT_EQ(acknowledged.acknowledged_by(), clinic_.server().UserNameOf("lena"));
  EXPECT_EQ(InstantOf(acknowledged.acknowledged_time()), clinic_.clock().Now());
  EXPECT_EQ(watcher.NextChange().escalation().state(), Escalation::STATE_ACKNOWLEDGED);

  auto referral = Refer(acknowledged);
  EXPECT_EQ(referral.state(), Referral::STATE_DRAFTED);
  EXPECT_EQ(referral.urgency(), rules::v1::EMERGENCY);
  EXPECT_EQ(watcher.NextChange().escalation().referral(), referral.name());
  EXPECT_THAT(referral.letter().identify(), HasSubstr("Zhou, Ana"));
  EXPECT_THAT(referral.letter().situation(), HasSubstr(escalation.basis()));
  EXPECT_NE(referral.letter().background(), "");
  for (const auto& evidence : escalation.firings().rbegin()->result().evidence()) {
    EXPECT_THAT(referral.letter().assessment(), HasSubstr(evidence.text()));
  }
  EXPECT_NE(referral.letter().recommendation(), "");

  referral = Send(referral);
  EXPECT_EQ(referral.state(), Referral::STATE_SENT);
  for (const auto state :
       {Referral::STATE_DELIVERED, Referral::STATE_ACKNOWLEDGED, Referral::STATE_SCHEDULED,
        Referral::STATE_SEEN, Referral::STATE_REPORT_RECEIVED, Referral::STATE_ACTED_ON}) {
    clinic_.clock().Advance(hours{3});
    referral =
        clinic_.Must<Referral>(lena_, "ReferralService/RecordReferralStep", Step(referral, state));
    EXPECT_EQ(referral.state(), state);
  }
  v1::CloseReferralRequest close;
  close.set_name(referral.name());
  close.set_etag(referral.etag());
  close.set_reason("treated");
  close.set_finding("reactive synovitis");
  referral = clinic_.Must<Referral>(lena_, "ReferralService/CloseReferral", close);
  EXPECT_EQ(referral.state(), Referral::STATE_CLOSED);
  EXPECT_THAT(referral.steps(), SizeIs(9));
  EXPECT_EQ(OnlyEscalation().state(), Escalation::STATE_ACKNOWLEDGED) << "a person resolves it";
}

TEST_F(Journeys, AReferralGoesForwardStepByStep) {
  const auto flagged = clinic_.CheckIn(lena_, case_, HotKnee());
  const auto draft = Refer(OnlyEscalation());
  EXPECT_EQ(
      clinic_.Try(lena_, "ReferralService/RecordReferralStep", Step(draft, Referral::STATE_SEEN))
          .reason,
      "STATE_FORBIDS");
  auto referral = Send(draft);
  referral = clinic_.Must<Referral>(lena_, "ReferralService/RecordReferralStep",
                                    Step(referral, Referral::STATE_SEEN));
  EXPECT_EQ(clinic_
                .Try(lena_, "ReferralService/RecordReferralStep",
                     Step(referral, Referral::STATE_SCHEDULED))
                .reason,
            "STATE_FORBIDS");
}

TEST_F(Journeys, AWorseSignOfTheSameFamilyUpgradesTheOneEscalation) {
  const auto warm = [](double difficulty) {
    return Report()
        .At(v1::AREA_KNEE, v1::SIDE_LEFT)
        .Number("swelling", 1)
        .Present("warmth")
        .Absent("redness")
        .Number("move_difficulty", difficulty);
  };
  clinic_.CheckIn(lena_, case_, warm(0));
  const auto urgent = OnlyEscalation();
  EXPECT_EQ(urgent.urgency(), rules::v1::URGENT);
  const auto acknowledged = clinic_.Acknowledge(lena_, urgent);

  clinic_.clock().Advance(hours{20});
  clinic_.CheckIn(lena_, case_, warm(2));
  const auto upgraded = OnlyEscalation();
  EXPECT_EQ(upgraded.name(), urgent.name());
  EXPECT_EQ(upgraded.urgency(), rules::v1::EMERGENCY);
  EXPECT_EQ(upgraded.state(), Escalation::STATE_OPEN) << "it asks to be seen again";
  EXPECT_EQ(InstantOf(upgraded.raised_time()), InstantOf(urgent.raised_time()));
  EXPECT_LT(InstantOf(upgraded.due_time()), InstantOf(urgent.due_time()));
  EXPECT_EQ(upgraded.history().rbegin()->kind(), Escalation::Event::KIND_UPGRADED);
}

TEST_F(Journeys, RetractingTheEvidenceLeavesTheDecisionToAPerson) {
  const auto flagged = clinic_.CheckIn(lena_, case_, HotKnee());
  clinic_.clock().Advance(hours{1});
  const auto answer = clinic_.Retract(lena_, flagged.check_in());
  EXPECT_EQ(answer.check_in().state(), v1::RECORD_STATE_RETRACTED);
  EXPECT_EQ(OnlyEscalation().state(), Escalation::STATE_EVIDENCE_CHANGED);

  for (int day = 0; day < 30; ++day) {
    clinic_.clock().Advance(days{1});
    clinic_.CheckIn(lena_, case_, QuietKnee());
  }
  EXPECT_EQ(OnlyEscalation().state(), Escalation::STATE_EVIDENCE_CHANGED);
  EXPECT_EQ(clinic_.Resolve(lena_, OnlyEscalation()).state(), Escalation::STATE_RESOLVED);
}

TEST_F(Journeys, AmendingTheSideMovesTheFlag) {
  const auto flagged = clinic_.CheckIn(lena_, case_, HotKnee());
  clinic_.clock().Advance(hours{1});
  v1::AmendCheckInRequest request;
  request.set_name(flagged.check_in().name());
  request.set_etag(flagged.check_in().etag());
  request.set_reason("it was the other knee");
  *request.mutable_check_in() = HotKnee().As<v1::CheckIn>();
  request.mutable_check_in()->mutable_reports(0)->mutable_site()->set_side(v1::SIDE_RIGHT);
  const auto amended =
      clinic_.Must<v1::RecordCheckInResponse>(lena_, "CheckInService/AmendCheckIn", request);
  EXPECT_EQ(amended.check_in().amends(), flagged.check_in().name());
  const auto all = clinic_.Escalations(lena_, case_);
  ASSERT_THAT(all, SizeIs(2));
  EXPECT_EQ(all[0].state(), Escalation::STATE_EVIDENCE_CHANGED);
  EXPECT_EQ(all[0].site().side(), v1::SIDE_LEFT);
  EXPECT_EQ(all[1].state(), Escalation::STATE_OPEN);
  EXPECT_EQ(all[1].site().side(), v1::SIDE_RIGHT);
}

TEST_F(Journeys, AnEscalationIsResolvedWithAReasonOnly) {
  clinic_.CheckIn(lena_, case_, HotKnee());
  const auto open = OnlyEscalation();
  v1::ResolveEscalationRequest request;
  request.set_name(open.name());
  request.set_etag(open.etag());
  request.set_outcome(Escalation::OUTCOME_WRONG_ALARM);
  request.set_override_reason(Escalation::OVERRIDE_REASON_EXPLAINED);
  const auto refused = clinic_.Try(lena_, "EscalationService/ResolveEscalation", request);
  EXPECT_EQ(refused.reason, "FIELD_INVALID");
  EXPECT_THAT(refused.paths(), ::testing::ElementsAre("reason"));
  EXPECT_EQ(OnlyEscalation().state(), Escalation::STATE_OPEN);

  const auto resolved = clinic_.Resolve(lena_, open);
  EXPECT_EQ(resolved.state(), Escalation::STATE_RESOLVED);
  EXPECT_EQ(resolved.resolution().reason(), "examined the same day");
  EXPECT_EQ(resolved.resolution().resolved_by(), clinic_.server().UserNameOf("lena"));
}

TEST_F(Journeys, AnOpenFlagIsNotRaisedTwiceAndAResolvedOneAnewByFreshSignsOnly) {
  clinic_.CheckIn(lena_, case_, HotKnee());
  const auto first = OnlyEscalation();
  clinic_.clock().Advance(days{1});
  clinic_.CheckIn(lena_, case_, HotKnee());
  EXPECT_EQ(OnlyEscalation().name(), first.name());

  clinic_.Resolve(lena_, OnlyEscalation());
  clinic_.clock().Advance(hours{1});
  clinic_.CheckIn(lena_, case_, QuietKnee());
  EXPECT_EQ(OnlyEscalation().state(), Escalation::STATE_RESOLVED) << "old signs do not count again";

  clinic_.clock().Advance(hours{1});
  clinic_.CheckIn(lena_, case_, HotKnee());
  const auto all = clinic_.Escalations(lena_, case_);
  ASSERT_THAT(all, SizeIs(2));
  EXPECT_EQ(all[0].name(), first.name());
  EXPECT_EQ(all[1].state(), Escalation::STATE_OPEN);
}

TEST_F(Journeys, APreviewSaysWhatRecordingWillSayAndKeepsNothing) {
  v1::PreviewAssessmentRequest preview;
  preview.set_parent(case_);
  *preview.mutable_assessment() = Report()
                                      .At(v1::AREA_KNEE, v1::SIDE_LEFT)
                                      .Number("swelling", 1)
                                      .Present("warmth")
                                      .Choice("wb", "limp")
                                      .As<v1::Assessment>();
  preview.mutable_assessment()->set_kind(v1::Assessment::KIND_INITIAL);
  const auto before = clinic_.Must<v1::PreviewAssessmentResponse>(
      lena_, "AssessmentService/PreviewAssessment", preview);
  EXPECT_THAT(clinic_.Escalations(lena_, case_), IsEmpty());

  v1::RecordAssessmentRequest record;
  record.set_parent(case_);
  *record.mutable_assessment() = preview.assessment();
  const auto recorded = clinic_.Must<v1::RecordAssessmentResponse>(
      lena_, "AssessmentService/RecordAssessment", record);
  ASSERT_EQ(before.evaluation().results_size(), recorded.evaluation().results_size());
  ASSERT_GT(before.evaluation().results_size(), 0);
  for (int i = 0; i < before.evaluation().results_size(); ++i) {
    const auto& one = before.evaluation().results(i);
    const auto& other = recorded.evaluation().results(i);
    EXPECT_EQ(one.rule(), other.rule());
    EXPECT_EQ(one.truth(), other.truth());
    EXPECT_EQ(one.urgency(), other.urgency());
    EXPECT_EQ(one.basis(), other.basis());
    EXPECT_EQ(one.fingerprint(), other.fingerprint());
    EXPECT_EQ(one.evidence_size(), other.evidence_size());
  }
  EXPECT_EQ(before.evaluation().would_decide_size(), recorded.evaluation().would_decide_size());
  EXPECT_EQ(before.evaluation().rule_set_digest(), recorded.evaluation().rule_set_digest());
  EXPECT_EQ(OnlyEscalation().urgency(), before.evaluation().results(0).urgency());
}

}  // namespace
}  // namespace midstance::testing

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "midstance/v1/assessment_service.pb.h"
#include "midstance/v1/case_service.pb.h"
#include "midstance/v1/patient.pb.h"
#include "services/assessments/verbs.h"
#include "services/cases/engine/evaluate_case.h"
#include "services/rpc/verb_testing.h"
#include "services/rules/embedded.h"

namespace midstance::assessments {
namespace {

using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using v1::Escalation;

constexpr char kCase[] = "patients/p/cases/c";

v1::RecordAssessmentRequest UnableToBearWeight() {
  v1::RecordAssessmentRequest request;
  request.set_parent(kCase);
  request.mutable_assessment()->set_kind(v1::Assessment::KIND_INITIAL);
  auto& report = *request.mutable_assessment()->add_reports();
  report.mutable_site()->set_area(v1::AREA_HIP);
  report.mutable_site()->set_side(v1::SIDE_RIGHT);
  auto& observation = *report.add_observations();
  observation.set_code("wb");
  observation.set_choice("unable");
  return request;
}

class Assessments : public ::testing::Test {
 protected:
  Assessments() {
    v1::Patient patient;
    patient.set_name("patients/p");
    patient.add_care_team(anna_.name);
    tester_.Put(patient);
    v1::Case a_case;
    a_case.set_name(kCase);
    a_case.set_state(v1::Case::STATE_OPEN);
    tester_.Put(a_case);
  }
  absl::StatusOr<v1::EvaluateCaseResponse> Evaluate(bool explain_all) {
    v1::EvaluateCaseRequest request;
    request.set_name(kCase);
    request.set_explain_all(explain_all);
    return tester_.Run(cases::EvaluateCase{engine_}, anna_, request);
  }

  cases::RuleEngine engine_{*rules::Compile(*rules::ParseRuleSet(rules::RunningHipCore()))};
  rpc::VerbTester tester_;
  rpc::Principal anna_ = tester_.AddUser("anna", {options::v1::ROLE_CLINICIAN});
};

TEST_F(Assessments, TheFirstOneMovesTheCaseAndRaisesWhatItFound) {
  const auto recorded = tester_.Run(RecordAssessment{engine_}, anna_, UnableToBearWeight());
  ASSERT_TRUE(recorded.ok()) << recorded.status();
  ASSERT_THAT(recorded->escalations(), SizeIs(1));
  EXPECT_EQ(recorded->escalations(0).urgency(), rules::v1::EMERGENCY);
  EXPECT_EQ(tester_.Find<v1::Case>(kCase)->state(), v1::Case::STATE_ASSESSED);
}

TEST_F(Assessments, APreviewSaysTheSameAndKeepsNothing) {
  v1::PreviewAssessmentRequest preview;
  preview.set_parent(kCase);
  *preview.mutable_assessment() = UnableToBearWeight().assessment();
  const auto previewed = tester_.Run(PreviewAssessment{engine_}, anna_, preview);
  ASSERT_TRUE(previewed.ok()) << previewed.status();
  EXPECT_THAT(previewed->evaluation().results(), SizeIs(1));
  EXPECT_EQ(tester_.Find<v1::Case>(kCase)->state(), v1::Case::STATE_OPEN);
  EXPECT_THAT(Evaluate(false)->evaluation().results(), IsEmpty());
}

TEST_F(Assessments, ACallAdmittedBeforeTheLastRecordStillSeesIt) {
  ASSERT_TRUE(tester_.Run(RecordAssessment{engine_}, anna_, UnableToBearWeight()).ok());
  tester_.now -= std::chrono::milliseconds{1};
  EXPECT_THAT(Evaluate(false)->evaluation().results(), SizeIs(1));
  v1::PreviewAssessmentRequest preview;
  preview.set_parent(kCase);
  preview.mutable_assessment()->set_kind(v1::Assessment::KIND_REVIEW);
  const auto previewed = tester_.Run(PreviewAssessment{engine_}, anna_, preview);
  ASSERT_TRUE(previewed.ok()) << previewed.status();
  EXPECT_THAT(previewed->evaluation().results(), SizeIs(1));
}

TEST_F(Assessments, ARetractedOneLeavesItsFlagToAPerson) {
  const auto recorded = tester_.Run(RecordAssessment{engine_}, anna_, UnableToBearWeight());
  ASSERT_TRUE(recorded.ok()) << recorded.status();
  v1::RetractAssessmentRequest retract;
  retract.set_name(recorded->assessment().name());
  retract.set_etag(recorded->assessment().etag());
  retract.set_reason("other patient");
  const auto retracted = tester_.Run(RetractAssessment{engine_}, anna_, retract);
  ASSERT_TRUE(retracted.ok()) << retracted.status();
  EXPECT_EQ(retracted->assessment().state(), v1::RECORD_STATE_RETRACTED);
  ASSERT_THAT(retracted->escalations(), SizeIs(1));
  EXPECT_EQ(retracted->escalations(0).state(), Escalation::STATE_EVIDENCE_CHANGED);
}

TEST_F(Assessments, AnAmendedOneCarriesTheFlagOn) {
  const auto recorded = tester_.Run(RecordAssessment{engine_}, anna_, UnableToBearWeight());
  ASSERT_TRUE(recorded.ok()) << recorded.status();
  tester_.now += std::chrono::hours{1};
  v1::AmendAssessmentRequest amend;
  amend.set_name(recorded->assessment().name());
  amend.set_etag(recorded->assessment().etag());
  amend.set_reason("added the plan");
  *amend.mutable_assessment() = UnableToBearWeight().assessment();
  amend.mutable_assessment()->set_plan("ambulance called");
  const auto amended = tester_.Run(AmendAssessment{engine_}, anna_, amend);
  ASSERT_TRUE(amended.ok()) << amended.status();
  EXPECT_EQ(amended->assessment().amends(), recorded->assessment().name());
  ASSERT_THAT(amended->escalations(), SizeIs(1));
  EXPECT_EQ(amended->escalations(0).name(), recorded->escalations(0).name());
  EXPECT_EQ(amended->escalations(0).state(), Escalation::STATE_OPEN);
}

TEST_F(Assessments, TheCaseExplainsWhatHoldsAndWhatDoesNot) {
  ASSERT_TRUE(tester_.Run(RecordAssessment{engine_}, anna_, UnableToBearWeight()).ok());
  const auto brief = Evaluate(false);
  ASSERT_TRUE(brief.ok()) << brief.status();
  EXPECT_THAT(brief->evaluation().results(), SizeIs(1));
  EXPECT_EQ(brief->evaluation().rule_set_revision(), "ruleSets/running-hip-core");
  EXPECT_THAT(brief->sentences(), Not(IsEmpty()));
  const auto whole = Evaluate(true);
  ASSERT_TRUE(whole.ok()) << whole.status();
  EXPECT_GT(whole->evaluation().results_size(), 10);
}

}  // namespace
}  // namespace midstance::assessments

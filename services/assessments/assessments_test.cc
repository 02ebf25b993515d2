#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "midstance/v1/assessment_service.pb.h"
#include "midstance/v1/case_service.pb.h"
#include "midstance/v1/patient.pb.h"
#include "services/assessments/verbs.h"
#include "services/cases/engine/evaluate_case.h"
#include "services/considerations/embedded.h"
#include "services/followups/schedule_table.h"
#include "services/rpc/verb_testing.h"
#include "services/rules/testing.h"

namespace midstance::assessments {
namespace {

using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using v1::Escalation;

constexpr char kCase[] = "patients/p/cases/c";
constexpr char kOtherCase[] = "patients/q/cases/c";

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

v1::RecordAssessmentRequest GroinPainOnImpact() {
  auto request = UnableToBearWeight();
  auto& report = *request.mutable_assessment()->mutable_reports(0);
  report.clear_observations();
  auto& impact = *report.add_observations();
  impact.set_code("impact_groin");
  impact.set_answer(v1::ANSWER_PRESENT);
  auto& hop = *report.add_observations();
  hop.set_code("hop");
  hop.set_choice("pos");
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
  // Another patient with a case.
  void AddOther() {
    v1::Patient patient;
    patient.set_name("patients/q");
    patient.add_care_team(anna_.name);
    tester_.Put(patient);
    v1::Case a_case;
    a_case.set_name(kOtherCase);
    a_case.set_state(v1::Case::STATE_OPEN);
    tester_.Put(a_case);
  }
  absl::StatusOr<v1::EvaluateCaseResponse> Evaluate(bool explain_all) {
    v1::EvaluateCaseRequest request;
    request.set_name(kCase);
    request.set_explain_all(explain_all);
    return tester_.Run(cases::EvaluateCase{engines_}, anna_, request);
  }

  cases::Engines engines_{rules::CoreInUtc()};
  const cases::RuleEngine& engine_ = *engines_.shipped();
  considerations::Considerer considerer_{*considerations::Library::Of(
      engine_.rules(),
      *rules::ParseConsiderationLibrary(considerations::RunningHipConsiderations()))};
  const schedule::ClinicCalendar calendar_ = schedule::ClinicCalendar::Utc();
  const config::v1::FollowUpSchedule schedule_ = *followups::ShippedSchedule();
  const followups::Fulfiller follow_ups_{calendar_, schedule_};
  rpc::VerbTester tester_;
  rpc::Principal anna_ = tester_.AddUser("anna", {options::v1::ROLE_CLINICIAN});
};

TEST_F(Assessments, TheFirstOneMovesTheCaseAndRaisesWhatItFound) {
  const auto recorded =
      tester_.Run(RecordAssessment{engines_, follow_ups_}, anna_, UnableToBearWeight());
  ASSERT_TRUE(recorded.ok()) << recorded.status();
  ASSERT_THAT(recorded->escalations(), SizeIs(1));
  EXPECT_EQ(recorded->escalations(0).urgency(), rules::v1::EMERGENCY);
  EXPECT_EQ(tester_.Find<v1::Case>(kCase)->state(), v1::Case::STATE_ASSESSED);
}

TEST_F(Assessments, APreviewSaysTheSameAndKeepsNothing) {
  v1::PreviewAssessmentRequest preview;
  preview.set_parent(kCase);
  *preview.mutable_assessment() = UnableToBearWeight().assessment();
  const auto previewed = tester_.Run(PreviewAssessment{engines_, considerer_}, anna_, preview);
  ASSERT_TRUE(previewed.ok()) << previewed.status();
  EXPECT_THAT(previewed->evaluation().results(), SizeIs(1));
  EXPECT_EQ(tester_.Find<v1::Case>(kCase)->state(), v1::Case::STATE_OPEN);
  EXPECT_THAT(Evaluate(false)->evaluation().results(), IsEmpty());
}

TEST_F(Assessments, ACallAdmittedBeforeTheLastRecordStillSeesIt) {
  ASSERT_TRUE(
      tester_.Run(RecordAssessment{engines_, follow_ups_}, anna_, UnableToBearWeight()).ok());
  tester_.now -= std::chrono::milliseconds{1};
  EXPECT_THAT(Evaluate(false)->evaluation().results(), SizeIs(1));
  v1::PreviewAssessmentRequest preview;
  preview.set_parent(kCase);
  preview.mutable_assessment()->set_kind(v1::Assessment::KIND_REVIEW);
  const auto previewed = tester_.Run(PreviewAssessment{engines_, considerer_}, anna_, preview);
  ASSERT_TRUE(previewed.ok()) << previewed.status();
  EXPECT_THAT(previewed->evaluation().results(), SizeIs(1));
}

TEST_F(Assessments, ARetractedOneLeavesItsFlagToAPerson) {
  const auto recorded =
      tester_.Run(RecordAssessment{engines_, follow_ups_}, anna_, UnableToBearWeight());
  ASSERT_TRUE(recorded.ok()) << recorded.status();
  v1::RetractAssessmentRequest retract;
  retract.set_name(recorded->assessment().name());
  retract.set_etag(recorded->assessment().etag());
  retract.set_reason("other patient");
  const auto retracted = tester_.Run(RetractAssessment{engines_, follow_ups_}, anna_, retract);
  ASSERT_TRUE(retracted.ok()) << retracted.status();
  EXPECT_EQ(retracted->assessment().state(), v1::RECORD_STATE_RETRACTED);
  ASSERT_THAT(retracted->escalations(), SizeIs(1));
  EXPECT_EQ(retracted->escalations(0).state(), Escalation::STATE_EVIDENCE_CHANGED);
}

TEST_F(Assessments, AnAmendedOneCarriesTheFlagOn) {
  const auto recorded =
      tester_.Run(RecordAssessment{engines_, follow_ups_}, anna_, UnableToBearWeight());
  ASSERT_TRUE(recorded.ok()) << recorded.status();
  tester_.now += std::chrono::hours{1};
  v1::AmendAssessmentRequest amend;
  amend.set_name(recorded->assessment().name());
  amend.set_etag(recorded->assessment().etag());
  amend.set_reason("added the plan");
  *amend.mutable_assessment() = UnableToBearWeight().assessment();
  amend.mutable_assessment()->set_plan("ambulance called");
  const auto amended = tester_.Run(AmendAssessment{engines_, follow_ups_}, anna_, amend);
  ASSERT_TRUE(amended.ok()) << amended.status();
  EXPECT_EQ(amended->assessment().amends(), recorded->assessment().name());
  ASSERT_THAT(amended->escalations(), SizeIs(1));
  EXPECT_EQ(amended->escalations(0).name(), recorded->escalations(0).name());
  EXPECT_EQ(amended->escalations(0).state(), Escalation::STATE_OPEN);
}

TEST_F(Assessments, TheCaseExplainsWhatHoldsAndWhatDoesNot) {
  ASSERT_TRUE(
      tester_.Run(RecordAssessment{engines_, follow_ups_}, anna_, UnableToBearWeight()).ok());
  const auto brief = Evaluate(false);
  ASSERT_TRUE(brief.ok()) << brief.status();
  EXPECT_THAT(brief->evaluation().results(), SizeIs(1));
  EXPECT_EQ(brief->evaluation().rule_set_revision(), engine_.name());
  EXPECT_THAT(brief->sentences(), Not(IsEmpty()));
  const auto whole = Evaluate(true);
  ASSERT_TRUE(whole.ok()) << whole.status();
  EXPECT_GT(whole->evaluation().results_size(), 10);
}

// A therapist who is sure of a tight hip flexor changes nothing of what is raised.
TEST_F(Assessments, AWorkingHypothesisNeverHoldsBackARule) {
  auto plain = GroinPainOnImpact();
  const auto without = tester_.Run(RecordAssessment{engines_, follow_ups_}, anna_, plain);
  ASSERT_TRUE(without.ok()) << without.status();
  ASSERT_THAT(without->escalations(), SizeIs(1));

  AddOther();
  auto sure = plain;
  sure.set_parent(kOtherCase);
  sure.mutable_assessment()->set_assessment("tight hip flexor, no other cause");
  sure.mutable_assessment()->set_plan("release iliacus daily, run on");
  // Everything that the hip flexor wants.
  auto& report = *sure.mutable_assessment()->mutable_reports(0);
  for (const char* code : {"iliopsoas_tender", "swing_pain", "sitting_pain", "rising_pain"}) {
    auto& finding = *report.add_observations();
    finding.set_code(code);
    finding.set_answer(v1::ANSWER_PRESENT);
  }
  const auto with = tester_.Run(RecordAssessment{engines_, follow_ups_}, anna_, sure);
  ASSERT_TRUE(with.ok()) << with.status();
  ASSERT_THAT(with->escalations(), SizeIs(1));
  EXPECT_EQ(with->escalations(0).family(), without->escalations(0).family());
  EXPECT_EQ(with->escalations(0).urgency(), without->escalations(0).urgency());
  EXPECT_EQ(with->escalations(0).basis(), without->escalations(0).basis());
  EXPECT_EQ(with->escalations(0).raised_time().seconds(),
            without->escalations(0).raised_time().seconds());
}

TEST_F(Assessments, AForceInKilogramsIsKeptInNewtons) {
  auto request = UnableToBearWeight();
  auto& force = *request.mutable_assessment()->mutable_reports(0)->add_observations();
  force.set_code("force_hip_abduction");
  force.set_number(20);
  force.set_unit("kg");
  const auto recorded = tester_.Run(RecordAssessment{engines_, follow_ups_}, anna_, request);
  ASSERT_TRUE(recorded.ok()) << recorded.status();
  const auto& kept = recorded->assessment().reports(0).observations(1);
  EXPECT_DOUBLE_EQ(kept.number(), 196.133);
  EXPECT_EQ(kept.unit(), "");
}

TEST_F(Assessments, ChartAggravatorsEasersAndGaitAreKeptAndComeWithAnAmendment) {
  auto request = UnableToBearWeight();
  auto& visit = *request.mutable_assessment();
  auto& mark = *visit.add_body_chart();
  mark.set_view(v1::BodyMark::VIEW_FRONT);
  *mark.mutable_site() = visit.reports(0).site();
  mark.set_x(0.45);
  mark.set_y(0.5);
  mark.set_quality("stabbing");
  visit.add_aggravators("stairs");
  visit.add_easers("lying down");
  auto& seen = *visit.add_gait();
  seen.set_phase(v1::GAIT_PHASE_MIDSTANCE);
  seen.set_side(v1::SIDE_RIGHT);
  seen.set_finding("pelvic drop");
  const auto recorded = tester_.Run(RecordAssessment{engines_, follow_ups_}, anna_, request);
  ASSERT_TRUE(recorded.ok()) << recorded.status();
  EXPECT_EQ(recorded->assessment().body_chart(0).quality(), "stabbing");
  v1::AmendAssessmentRequest amend;
  amend.set_name(recorded->assessment().name());
  amend.set_etag(recorded->assessment().etag());
  amend.set_reason("the mark was too high");
  *amend.mutable_assessment() = visit;
  amend.mutable_assessment()->mutable_body_chart(0)->set_y(0.55);
  const auto amended = tester_.Run(AmendAssessment{engines_, follow_ups_}, anna_, amend);
  ASSERT_TRUE(amended.ok()) << amended.status();
  EXPECT_EQ(amended->assessment().body_chart(0).y(), 0.55);
  EXPECT_EQ(amended->assessment().aggravators(0), "stairs");
  EXPECT_EQ(amended->assessment().easers(0), "lying down");
  EXPECT_EQ(amended->assessment().gait(0).finding(), "pelvic drop");
}

TEST_F(Assessments, AMarkOnNoSideIsRefusedByItsPath) {
  auto request = UnableToBearWeight();
  auto& mark = *request.mutable_assessment()->add_body_chart();
  mark.set_view(v1::BodyMark::VIEW_FRONT);
  mark.mutable_site()->set_area(v1::AREA_HIP);
  mark.mutable_site()->set_side(v1::SIDE_NOT_TOLD);
  const auto refused =
      tester_.Run(RecordAssessment{engines_, follow_ups_}, anna_, request).status();
  EXPECT_EQ(ReasonOf(refused), v1::ERROR_REASON_FIELD_INVALID);
  ASSERT_TRUE(BadRequestOf(refused).has_value());
  EXPECT_EQ(BadRequestOf(refused)->field_violations(0).field(),
            "assessment.body_chart[0].site.side");
}

TEST_F(Assessments, APreviewTellsWhatIsCloseWhatWasNotAskedAndWhatFits) {
  v1::PreviewAssessmentRequest preview;
  preview.set_parent(kCase);
  auto& report = *preview.mutable_assessment()->add_reports();
  preview.mutable_assessment()->set_kind(v1::Assessment::KIND_INITIAL);
  report.mutable_site()->set_area(v1::AREA_HIP);
  report.mutable_site()->set_side(v1::SIDE_RIGHT);
  auto& impact = *report.add_observations();
  impact.set_code("impact_groin");
  impact.set_answer(v1::ANSWER_PRESENT);
  auto& rotation = *report.add_observations();
  rotation.set_code("rom_hip_ir");
  rotation.set_number(20);
  const auto previewed = tester_.Run(PreviewAssessment{engines_, considerer_}, anna_, preview);
  ASSERT_TRUE(previewed.ok()) << previewed.status();
  EXPECT_THAT(previewed->evaluation().results(), IsEmpty());
  ASSERT_THAT(previewed->close(), Not(IsEmpty()));
  EXPECT_EQ(previewed->close(0).rule(), "bsi-femoral-neck-suspected");
  EXPECT_EQ(previewed->close(0).urgency(), rules::v1::URGENT);
  EXPECT_EQ(previewed->close(0).site().side(), v1::SIDE_RIGHT);
  std::vector<std::string> codes;
  for (const auto& question : previewed->not_asked()) codes.push_back(question.code());
  EXPECT_THAT(codes, ::testing::Contains("hop"));
  std::vector<std::string> fits;
  for (const auto& one : previewed->considerations()) fits.push_back(one.consideration());
  EXPECT_THAT(fits, ::testing::Contains("considerations/c-fnsf"));
  EXPECT_THAT(previewed->examination().ranges(), SizeIs(1));
}

TEST_F(Assessments, TheExaminationIsReadSideBySide) {
  auto request = UnableToBearWeight();
  auto& force = *request.mutable_assessment()->mutable_reports(0)->add_observations();
  force.set_code("force_hip_abduction");
  force.set_number(90);
  auto& left = *request.mutable_assessment()->add_reports();
  left.mutable_site()->set_area(v1::AREA_HIP);
  left.mutable_site()->set_side(v1::SIDE_LEFT);
  *left.add_observations() = force;
  left.mutable_observations(0)->set_number(120);
  const auto recorded = tester_.Run(RecordAssessment{engines_, follow_ups_}, anna_, request);
  ASSERT_TRUE(recorded.ok()) << recorded.status();
  v1::GetExaminationRequest get;
  get.set_name(recorded->assessment().name());
  const auto shown = tester_.Run(GetExamination{engines_}, anna_, get);
  ASSERT_TRUE(shown.ok()) << shown.status();
  ASSERT_THAT(shown->strength(), SizeIs(1));
  EXPECT_EQ(shown->strength(0).symmetry_percent(), 75);
}

}  // namespace
}  // namespace midstance::assessments

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "midstance/v1/assessment.pb.h"
#include "midstance/v1/case_service.pb.h"
#include "midstance/v1/outcome_score.pb.h"
#include "midstance/v1/patient.pb.h"
#include "services/cases/verbs.h"
#include "services/rpc/verb_testing.h"
#include "support/digest.h"

namespace midstance::cases {
namespace {

using options::v1::ROLE_CLINICIAN;
using ::testing::Contains;
using ::testing::HasSubstr;

class CareVerbs : public ::testing::Test {
 protected:
  CareVerbs() {
    v1::Patient patient;
    patient.set_name("patients/p1");
    patient.set_given_name("Ada");
    patient.set_family_name("Runner");
    patient.add_care_team("users/anna");
    tester_.Put(patient);
    v1::Case of;
    of.set_name("patients/p1/cases/c1");
    of.set_title("Left hip pain");
    of.set_state(v1::Case::STATE_IN_PROGRAM);
    tester_.Put(of);
    AddVisit("a1", v1::RECORD_STATE_ACTIVE);
  }
  void AddVisit(const std::string& id, v1::RecordState state) {
    v1::Assessment visit;
    visit.set_name("patients/p1/cases/c1/assessments/" + id);
    visit.set_kind(v1::Assessment::KIND_INITIAL);
    visit.set_subjective("told by " + id);
    visit.set_state(state);
    *visit.mutable_occurred_time() = TimestampOf(tester_.now);
    tester_.Put(visit);
  }
  void AddScore(const std::string& id, v1::RecordState state) {
    v1::OutcomeScore score;
    score.set_name("patients/p1/cases/c1/outcomeScores/" + id);
    score.set_measure("measures/psfs");
    score.set_state(state);
    *score.mutable_occurred_time() = TimestampOf(tester_.now);
    score.add_scores()->set_subscale("total");
    score.mutable_scores(0)->set_score(8.5);
    tester_.Put(score);
  }
  absl::StatusOr<v1::CheckCaseResponse> Check() {
    v1::CheckCaseRequest request;
    request.set_name("patients/p1/cases/c1");
    return tester_.Run(CheckCase{calendar_, limits_}, anna_, request);
  }
  std::vector<std::string> Standing() {
    std::vector<std::string> all;
    const auto found = Check();
    EXPECT_TRUE(found.ok()) << found.status();
    for (const auto& item : found->items())
      all.push_back(item.rule() + " " + v1::CareItem::Status_Name(item.status()));
    for (const auto& criterion : found->criteria())
      all.push_back(criterion.rule() + " " +
                    v1::DischargeCriterion::Verdict_Name(criterion.verdict()));
    for (const auto& proposal : found->proposals()) all.push_back(proposal.method());
    return all;
  }

  const schedule::ClinicCalendar calendar_ = schedule::ClinicCalendar::Utc();
  rpc::VerbTester tester_;
  rpc::Principal anna_ = tester_.AddUser("anna", {ROLE_CLINICIAN});
  std::vector<v1::DirectAccessLimits> limits_;
};

TEST_F(CareVerbs, ACheckReadsTheRecordsThatCount) {
  AddScore("s1", v1::RECORD_STATE_RETRACTED);
  EXPECT_THAT(Standing(), Contains("reassessment-0 STATUS_DUE"));
  EXPECT_THAT(Standing(), Contains("function VERDICT_UNKNOWN"));
  AddScore("s2", v1::RECORD_STATE_ACTIVE);
  EXPECT_THAT(Standing(), Contains("reassessment-0 STATUS_DONE"));
  EXPECT_THAT(Standing(), Contains("function VERDICT_MET"));
}

TEST_F(CareVerbs, ACheckProposesAndMovesNothing) {
  tester_.now += std::chrono::hours{24 * 30};
  EXPECT_THAT(Standing(), Contains("MarkReviewDue"));
  EXPECT_EQ(tester_.Find<v1::Case>("patients/p1/cases/c1")->state(), v1::Case::STATE_IN_PROGRAM);
}

TEST_F(CareVerbs, TheLimitsOfDirectAccessAreThoseOfTheOwnClinic) {
  limits_.emplace_back().set_clinic("harbour");
  limits_.back().set_limit_visits(1);
  for (const auto& standing : Standing())
    EXPECT_FALSE(standing.starts_with("direct-access")) << standing;
  limits_.back().set_clinic(std::string(rpc::VerbTester::kClinic));
  EXPECT_THAT(Standing(), Contains("direct-access-visits STATUS_DUE"));
}

TEST_F(CareVerbs, ASummaryIsReadFromTheRecordsWithItsDigest) {
  tester_.now += std::chrono::hours{24};
  AddVisit("a2", v1::RECORD_STATE_RETRACTED);
  v1::RenderCaseSummaryRequest request;
  request.set_name("patients/p1/cases/c1");
  const auto rendered = tester_.Run(RenderCaseSummary{calendar_}, anna_, request);
  ASSERT_TRUE(rendered.ok()) << rendered.status();
  EXPECT_THAT(rendered->text(), HasSubstr("Patient: Ada Runner"));
  EXPECT_EQ(rendered->summary().last_note().subjective(), "told by a1");
  EXPECT_EQ(rendered->summary().treatment_days(), 1);
  EXPECT_EQ(rendered->sha256(), Hex(Sha256(rendered->text())));
  EXPECT_EQ(tester_.Run(RenderCaseSummary{calendar_}, anna_, request)->text(), rendered->text());
}

TEST_F(CareVerbs, AnAbsentCaseIsNotFound) {
  v1::CheckCaseRequest check;
  check.set_name("patients/p1/cases/none");
  EXPECT_EQ(ReasonOf(tester_.Run(CheckCase{calendar_, limits_}, anna_, check).status()),
            v1::ERROR_REASON_RESOURCE_NOT_FOUND);
  v1::RenderCaseSummaryRequest render;
  render.set_name("patients/p1/cases/none");
  EXPECT_EQ(ReasonOf(tester_.Run(RenderCaseSummary{calendar_}, anna_, render).status()),
            v1::ERROR_REASON_RESOURCE_NOT_FOUND);
}

}  // namespace
}  // namespace midstance::cases

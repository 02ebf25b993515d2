#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "midstance/v1/case_service.pb.h"
#include "midstance/v1/escalation.pb.h"
#include "midstance/v1/patient.pb.h"
#include "services/cases/verbs.h"
#include "services/rpc/verb_testing.h"

namespace midstance::cases {
namespace {

using options::v1::ROLE_CLINICIAN;
using options::v1::ROLE_LEAD_CLINICIAN;
using ::testing::ElementsAre;
using ::testing::SizeIs;

class Cases : public ::testing::Test {
 protected:
  Cases() {
    AddPatient("p1", "users/anna");
    AddPatient("p2", "users/ben");
  }
  void AddPatient(const std::string& id, const std::string& member) {
    v1::Patient patient;
    patient.set_name("patients/" + id);
    patient.set_family_name(id);
    patient.add_care_team(member);
    tester_.Put(patient);
  }
  static v1::CreateCaseRequest Create(const std::string& parent) {
    v1::CreateCaseRequest request;
    request.set_parent(parent);
    request.mutable_case_()->set_title("Left hip pain");
    auto& site = *request.mutable_case_()->add_sites();
    site.set_area(v1::AREA_HIP);
    site.set_side(v1::SIDE_LEFT);
    return request;
  }
  v1::Case Open(const std::string& parent, const rpc::Principal& who) {
    const auto opened = tester_.Run(CreateCase, who, Create(parent));
    EXPECT_TRUE(opened.ok()) << opened.status();
    return *opened;
  }
  template <class Request, class V>
  absl::StatusOr<v1::Case> Move(V verb, const v1::Case& of) {
    Request request;
    request.set_name(of.name());
    request.set_etag(of.etag());
    request.set_reason("because");
    return tester_.Run(verb, anna_, request);
  }
  v1::Escalation Raise(const v1::Case& of) {
    v1::Escalation escalation;
    escalation.set_name(of.name() + "/escalations/e1");
    escalation.set_state(v1::Escalation::STATE_ACKNOWLEDGED);
    return tester_.Put(escalation);
  }

  const Endings none_;
  const schedule::ClinicCalendar calendar_ = schedule::ClinicCalendar::Utc();
  rpc::VerbTester tester_;
  rpc::Principal anna_ = tester_.AddUser("anna", {ROLE_CLINICIAN});
  rpc::Principal ben_ = tester_.AddUser("ben", {ROLE_CLINICIAN});
  rpc::Principal lead_ = tester_.AddUser("lea", {ROLE_LEAD_CLINICIAN});
};

TEST_F(Cases, ANewCaseIsOpenAndLedByWhoOpenedIt) {
  const auto opened = Open("patients/p1", anna_);
  EXPECT_EQ(opened.state(), v1::Case::STATE_OPEN);
  EXPECT_EQ(opened.clinician(), "users/anna");
  EXPECT_TRUE(opened.name().starts_with("patients/p1/cases/"));
  EXPECT_EQ(InstantOf(opened.state_time()), tester_.now);
}

TEST_F(Cases, EverythingWrongWithANewCaseIsToldAtOnce) {
  auto request = Create("patients/p1");
  *request.mutable_case_()->add_sites() = request.case_().sites(0);
  request.mutable_case_()->set_onset_date("2025-03-09");
  request.mutable_case_()->set_clinician("users/nobody");
  const auto fields = BadRequestOf(tester_.Run(CreateCase, anna_, request).status());
  ASSERT_TRUE(fields.has_value());
  std::vector<std::string> paths;
  for (const auto& violation : fields->field_violations()) paths.push_back(violation.field());
  EXPECT_THAT(paths, ElementsAre("case.sites[1]", "case.onset_date", "case.clinician"));
}

TEST_F(Cases, ADeletedPatientTakesNoCaseAndNoMove) {
  const auto of = Open("patients/p1", anna_);
  auto patient = *tester_.Find<v1::Patient>("patients/p1");
  ASSERT_TRUE(
      tester_.Write([&](auto& writer) { return writer.Delete(patient, tester_.now); }).ok());
  EXPECT_EQ(ReasonOf(tester_.Run(CreateCase, lead_, Create("patients/p1")).status()),
            v1::ERROR_REASON_STATE_FORBIDS);
  v1::HoldCaseRequest hold;
  hold.set_name(of.name());
  hold.set_etag(of.etag());
  EXPECT_EQ(ReasonOf(tester_.Run(HoldCase, lead_, hold).status()), v1::ERROR_REASON_STATE_FORBIDS);
}

TEST_F(Cases, AWildcardListShowsTheCasesOfTheCallersPatients) {
  const auto own = Open("patients/p1", anna_);
  const auto other = Open("patients/p2", ben_);
  const ListCases list{tester_.sealer()};
  v1::ListCasesRequest request;
  request.set_parent("patients/-");
  const auto for_anna = tester_.Run(list, anna_, request);
  ASSERT_TRUE(for_anna.ok()) << for_anna.status();
  ASSERT_THAT(for_anna->cases(), SizeIs(1));
  EXPECT_EQ(for_anna->cases(0).name(), own.name());
  EXPECT_THAT(tester_.Run(list, lead_, request)->cases(), SizeIs(2));
  request.set_parent("patients/p2");
  EXPECT_EQ(ReasonOf(tester_.Run(list, anna_, request).status()), v1::ERROR_REASON_OUT_OF_SCOPE);
  EXPECT_THAT(tester_.Run(list, lead_, request)->cases(), SizeIs(1));
}

TEST_F(Cases, AListOfAnAbsentPatientIsNotEmptyButNotFound) {
  const ListCases list{tester_.sealer()};
  v1::ListCasesRequest request;
  request.set_parent("patients/none");
  EXPECT_EQ(ReasonOf(tester_.Run(list, lead_, request).status()),
            v1::ERROR_REASON_RESOURCE_NOT_FOUND);
  request.set_parent("patients/p1/cases/c1");
  EXPECT_EQ(ReasonOf(tester_.Run(list, lead_, request).status()), v1::ERROR_REASON_FIELD_INVALID);
}

TEST_F(Cases, AListIsFilteredByState) {
  const auto held = Move<v1::HoldCaseRequest>(HoldCase, Open("patients/p1", anna_));
  Open("patients/p1", anna_);
  const ListCases list{tester_.sealer()};
  v1::ListCasesRequest request;
  request.set_parent("patients/p1");
  request.set_filter("state = STATE_ON_HOLD");
  const auto found = tester_.Run(list, anna_, request);
  ASSERT_TRUE(found.ok()) << found.status();
  ASSERT_THAT(found->cases(), SizeIs(1));
  EXPECT_EQ(found->cases(0).name(), held->name());
}

TEST_F(Cases, AnUpdateCannotMoveTheState) {
  v1::UpdateCaseRequest request;
  *request.mutable_case_() = Open("patients/p1", anna_);
  request.mutable_update_mask()->add_paths("state");
  EXPECT_EQ(ReasonOf(tester_.Run(UpdateCase, anna_, request).status()),
            v1::ERROR_REASON_MASK_INVALID);
  request.mutable_update_mask()->set_paths(0, "title");
  request.mutable_case_()->set_title("Right hip pain");
  EXPECT_EQ(tester_.Run(UpdateCase, anna_, request)->title(), "Right hip pain");
}

TEST_F(Cases, ACaseIsHeldResumedDischargedAndGoneOnFrom) {
  auto of = Move<v1::HoldCaseRequest>(HoldCase, Open("patients/p1", anna_));
  EXPECT_EQ(of->state(), v1::Case::STATE_ON_HOLD);
  of = Move<v1::ResumeCaseRequest>(ResumeCase, *of);
  EXPECT_EQ(of->state(), v1::Case::STATE_OPEN);
  of = Move<v1::DischargeCaseRequest>(DischargeCase{none_}, *of);
  EXPECT_EQ(of->state(), v1::Case::STATE_DISCHARGED);
  EXPECT_EQ(of->state_reason(), "because");
  const auto next = Move<v1::ReopenCaseRequest>(ReopenCase{calendar_}, *of);
  EXPECT_EQ(next->state(), v1::Case::STATE_OPEN);
  EXPECT_EQ(next->reopens(), of->name());
}

TEST_F(Cases, AMoveWithAnOldEtagIsRefused) {
  const auto opened = Open("patients/p1", anna_);
  ASSERT_TRUE(Move<v1::HoldCaseRequest>(HoldCase, opened).ok());
  EXPECT_EQ(ReasonOf(Move<v1::ResumeCaseRequest>(ResumeCase, opened).status()),
            v1::ERROR_REASON_ETAG_MISMATCH);
}

TEST_F(Cases, ACaseWithAnOpenEscalationIsNotDischarged) {
  const auto of = Open("patients/p1", anna_);
  const auto escalation = Raise(of);
  const auto refused = Move<v1::DischargeCaseRequest>(DischargeCase{none_}, of);
  EXPECT_EQ(ReasonOf(refused.status()), v1::ERROR_REASON_OPEN_ESCALATIONS);
  EXPECT_EQ(ErrorInfoOf(refused.status())->metadata().at("escalation"), escalation.name());
  v1::GetCaseRequest get;
  get.set_name(of.name());
  EXPECT_EQ(tester_.Run(GetCase, anna_, get)->state(), v1::Case::STATE_OPEN);
}

}  // namespace
}  // namespace midstance::cases

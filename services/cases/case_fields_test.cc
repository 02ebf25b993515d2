#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "midstance/v1/case_service.pb.h"
#include "midstance/v1/patient.pb.h"
#include "services/cases/verbs.h"
#include "services/rpc/verb_testing.h"

namespace midstance::cases {
namespace {

using options::v1::ROLE_CLINICIAN;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Today is 2025-03-01.
class CaseFields : public ::testing::Test {
 protected:
  CaseFields() {
    v1::Patient patient;
    patient.set_name("patients/p1");
    patient.add_care_team("users/anna");
    tester_.Put(patient);
    v1::Case of;
    of.set_name("patients/p1/cases/c1");
    of.set_title("Left hip pain");
    of.set_clinician("users/anna");
    of.set_state(v1::Case::STATE_OPEN);
    case_ = tester_.Put(of);
  }
  static void FillPlan(v1::PlanOfCare& plan) {
    plan.set_impairment("Hip flexor tightness");
    plan.set_long_term_goals("Run 10 km");
    plan.set_treatment("Release and strength");
    plan.set_start_date("2025-02-01");
  }
  absl::StatusOr<v1::Case> Update(const std::vector<std::string>& paths) {
    v1::UpdateCaseRequest request;
    *request.mutable_case_() = case_;
    for (const auto& path : paths) request.mutable_update_mask()->add_paths(path);
    return tester_.Run(UpdateCase, anna_, request);
  }
  std::vector<std::string> Wrong(const std::vector<std::string>& paths) {
    std::vector<std::string> wrong;
    const auto fields = BadRequestOf(Update(paths).status());
    if (!fields.has_value()) return wrong;
    for (const auto& violation : fields->field_violations()) wrong.push_back(violation.field());
    return wrong;
  }

  rpc::VerbTester tester_;
  rpc::Principal anna_ = tester_.AddUser("anna", {ROLE_CLINICIAN});
  v1::Case case_;
};

TEST_F(CaseFields, AGoalMayBeOfThePastAndIsNotMetInTheFuture) {
  auto& goal = *case_.add_goals();
  goal.set_text("Run 10 km");
  goal.set_target_date("2025-02-01");
  goal.set_met_date("2025-03-01");
  EXPECT_THAT(Wrong({"goals"}), IsEmpty());
  case_ = *tester_.Find<v1::Case>(case_.name());
  case_.mutable_goals(0)->set_met_date("2025-03-03");
  case_.mutable_goals(0)->set_target_date("2025-02-30");
  EXPECT_THAT(Wrong({"goals"}), ElementsAre("case.goals[0].target_date", "case.goals[0].met_date"));
}

TEST_F(CaseFields, APlanOfCareIsNotCertifiedBeforeItBeginsNorInTheFuture) {
  FillPlan(*case_.mutable_plan_of_care());
  case_.mutable_plan_of_care()->set_certified_date("2025-01-31");
  EXPECT_THAT(Wrong({"plan_of_care"}), ElementsAre("case.plan_of_care.certified_date"));
  case_.mutable_plan_of_care()->set_certified_date("2025-03-05");
  EXPECT_THAT(Wrong({"plan_of_care"}), ElementsAre("case.plan_of_care.certified_date"));
  case_.mutable_plan_of_care()->set_certified_date("2025-02-01");
  EXPECT_THAT(Wrong({"plan_of_care"}), IsEmpty());
}

TEST_F(CaseFields, APartOfAPlanOfCareAloneIsNotAPlan) {
  case_.mutable_plan_of_care()->set_certified_date("2025-02-01");
  EXPECT_THAT(Wrong({"plan_of_care.certified_date"}),
              ElementsAre("case.plan_of_care.impairment", "case.plan_of_care.long_term_goals",
                          "case.plan_of_care.treatment", "case.plan_of_care.start_date"));
}

TEST_F(CaseFields, APatientDidNotComeFromTheFuture) {
  case_.mutable_direct_access()->set_referral_date("2025-03-09");
  case_.mutable_direct_access()->set_notified_date("2025-02-29");
  EXPECT_THAT(Wrong({"direct_access"}),
              ElementsAre("case.direct_access.referral_date", "case.direct_access.notified_date"));
}

TEST_F(CaseFields, ACaseMayHaveSeveralSitesEachOnce) {
  for (const auto side : {v1::SIDE_LEFT, v1::SIDE_RIGHT}) {
    auto& site = *case_.add_sites();
    site.set_area(v1::AREA_HIP);
    site.set_side(side);
  }
  EXPECT_THAT(Wrong({"sites"}), IsEmpty());
  case_ = *tester_.Find<v1::Case>(case_.name());
  *case_.add_sites() = case_.sites(0);
  EXPECT_THAT(Wrong({"sites"}), ElementsAre("case.sites[2]"));
}

TEST_F(CaseFields, ACaseThatIsNotReadyBeginsAsADraft) {
  v1::CreateCaseRequest request;
  request.set_parent("patients/p1");
  request.mutable_case_()->set_title("Left knee pain");
  request.set_draft(true);
  const auto draft = tester_.Run(CreateCase, anna_, request);
  ASSERT_TRUE(draft.ok()) << draft.status();
  EXPECT_EQ(draft->state(), v1::Case::STATE_DRAFT);
  ASSERT_EQ(draft->moves_size(), 1);
  EXPECT_EQ(draft->moves(0).to(), v1::Case::STATE_DRAFT);
  EXPECT_EQ(draft->moves(0).author(), "users/anna");
}

}  // namespace
}  // namespace midstance::cases

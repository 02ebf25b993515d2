#include <gtest/gtest.h>

#include <string>

#include "midstance/v1/case.pb.h"
#include "midstance/v1/escalation.pb.h"
#include "midstance/v1/follow_up.pb.h"
#include "midstance/v1/patient_service.pb.h"
#include "midstance/v1/referral.pb.h"
#include "services/patients/verbs.h"
#include "services/rpc/verb_testing.h"

namespace midstance::patients {
namespace {

// Of a deleted patient nothing is in the worklist: what waits there must have ended before.
class Deleting : public ::testing::Test {
 protected:
  Deleting() {
    v1::Patient patient;
    patient.set_name(kPatient);
    patient.set_birth_date("1984-03-05");
    tester_.Put(patient);
    of_.set_name(std::string(kPatient) + "/cases/c1");
    of_.set_state(v1::Case::STATE_DISCHARGED);
    of_ = tester_.Put(of_);
  }
  absl::StatusOr<v1::Patient> Delete() {
    v1::DeletePatientRequest request;
    request.set_name(kPatient);
    request.set_etag(tester_.Find<v1::Patient>(kPatient)->etag());
    return tester_.Run(DeletePatient, lead_, request);
  }
  template <class M, class State>
  void Move(M& resource, State state) {
    resource.set_state(state);
    ASSERT_TRUE(tester_.Write([&](auto& w) { return w.Update(resource, tester_.now); }).ok());
  }
  void ExpectRefused(v1::ErrorReason reason, const char* slot, const std::string& name) {
    const auto refused = Delete().status();
    ASSERT_EQ(ReasonOf(refused), reason) << refused;
    EXPECT_EQ(ErrorInfoOf(refused)->metadata().at(slot), name);
  }

  static constexpr char kPatient[] = "patients/p1";
  rpc::VerbTester tester_;
  rpc::Principal lead_ = tester_.AddUser("lea", {options::v1::ROLE_LEAD_CLINICIAN});
  v1::Case of_;
};

TEST_F(Deleting, IsRefusedWhileAFlagIsOpen) {
  v1::Escalation flag;
  flag.set_name(of_.name() + "/escalations/e1");
  flag.set_state(v1::Escalation::STATE_EVIDENCE_CHANGED);
  flag = tester_.Put(flag);
  ExpectRefused(v1::ERROR_REASON_OPEN_ESCALATIONS, "escalation", flag.name());
  Move(flag, v1::Escalation::STATE_RESOLVED);
  EXPECT_TRUE(Delete().ok());
}

TEST_F(Deleting, IsRefusedWhileACaseIsOpen) {
  Move(of_, v1::Case::STATE_OPEN);
  ExpectRefused(v1::ERROR_REASON_STATE_FORBIDS, "case", of_.name());
  Move(of_, v1::Case::STATE_CLOSED_INCOMPLETE);
  EXPECT_TRUE(Delete().ok());
}

TEST_F(Deleting, IsRefusedWhileAReferralWaitsForItsReceiverOrForUsAlthoughTheCaseHasEnded) {
  v1::Referral referral;
  referral.set_name(of_.name() + "/referrals/r1");
  referral.set_state(v1::Referral::STATE_DRAFTED);
  referral = tester_.Put(referral);
  for (int number = v1::Referral::State_MIN + 1; number <= v1::Referral::State_MAX; ++number) {
    const auto state = static_cast<v1::Referral::State>(number);
    if (state == v1::Referral::STATE_ACTED_ON || state == v1::Referral::STATE_CLOSED) continue;
    SCOPED_TRACE(v1::Referral::State_Name(state));
    Move(referral, state);
    ExpectRefused(v1::ERROR_REASON_STATE_FORBIDS, "referral", referral.name());
  }
  Move(referral, v1::Referral::STATE_CLOSED);
  EXPECT_TRUE(Delete().ok());
}

TEST_F(Deleting, IsPossibleOnceTheDoctorsReportWasActedOn) {
  v1::Referral referral;
  referral.set_name(of_.name() + "/referrals/r1");
  referral.set_state(v1::Referral::STATE_ACTED_ON);
  tester_.Put(referral);
  EXPECT_TRUE(Delete().ok());
}

TEST_F(Deleting, IsRefusedWhileSomebodyIsToLookAgainAlthoughTheCaseHasEnded) {
  v1::FollowUp look_again;
  look_again.set_name(of_.name() + "/followUps/f1");
  look_again.set_state(v1::FollowUp::STATE_SCHEDULED);
  look_again.set_escalation(of_.name() + "/escalations/e1");
  look_again = tester_.Put(look_again);
  ExpectRefused(v1::ERROR_REASON_STATE_FORBIDS, "follow_up", look_again.name());
  Move(look_again, v1::FollowUp::STATE_COMPLETED);
  EXPECT_TRUE(Delete().ok());
}

}  // namespace
}  // namespace midstance::patients

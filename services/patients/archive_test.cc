#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "midstance/v1/case.pb.h"
#include "midstance/v1/escalation.pb.h"
#include "midstance/v1/patient_service.pb.h"
#include "services/cases/live.h"
#include "services/patients/verbs.h"
#include "services/rpc/verb_testing.h"

namespace midstance::patients {
namespace {

using options::v1::ROLE_COORDINATOR;

class Archiving : public ::testing::Test {
 protected:
  Archiving() {
    v1::Patient patient;
    patient.set_name("patients/p1");
    patient.set_birth_date("1984-03-05");
    tester_.Put(patient);
    of_.set_name("patients/p1/cases/c1");
    of_.set_state(v1::Case::STATE_DISCHARGED);
    of_ = tester_.Put(of_);
  }
  template <class Request, class V>
  absl::StatusOr<v1::Patient> Do(V verb) {
    Request request;
    request.set_name("patients/p1");
    request.set_etag(tester_.Find<v1::Patient>("patients/p1")->etag());
    return tester_.Run(verb, desk_, request);
  }
  absl::StatusOr<v1::Patient> Archive() { return Do<v1::ArchivePatientRequest>(ArchivePatient); }
  absl::StatusOr<v1::Patient> Unarchive() {
    return Do<v1::UnarchivePatientRequest>(UnarchivePatient);
  }
  int Listed(bool archived) {
    v1::ListPatientsRequest request;
    request.set_show_archived(archived);
    return tester_.Run(ListPatients{tester_.sealer()}, desk_, request)->patients_size();
  }
  template <class M>
  void Update(M& resource) {
    ASSERT_TRUE(tester_.Write([&](auto& w) { return w.Update(resource, tester_.now); }).ok());
  }

  rpc::VerbTester tester_;
  rpc::Principal desk_ = tester_.AddUser("desk", {ROLE_COORDINATOR});
  v1::Case of_;
};

TEST_F(Archiving, LeavesThePatientOutOfListsUnlessAskedForAndIsTakenBack) {
  const auto archived = Archive();
  ASSERT_TRUE(archived.ok()) << archived.status();
  EXPECT_EQ(InstantOf(archived->archive_time()), tester_.now);
  EXPECT_EQ(Listed(false), 0);
  EXPECT_EQ(Listed(true), 1);
  EXPECT_EQ(ReasonOf(Archive().status()), v1::ERROR_REASON_STATE_FORBIDS);
  const auto back = Unarchive();
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_FALSE(back->has_archive_time());
  EXPECT_EQ(Listed(false), 1);
  EXPECT_EQ(ReasonOf(Unarchive().status()), v1::ERROR_REASON_STATE_FORBIDS);
}

TEST_F(Archiving, IsRefusedWhileACaseIsOpen) {
  for (const auto state : {v1::Case::STATE_OPEN, v1::Case::STATE_IN_PROGRAM,
                           v1::Case::STATE_ON_HOLD, v1::Case::STATE_REFERRED}) {
    of_.set_state(state);
    Update(of_);
    const auto refused = Archive();
    EXPECT_EQ(ReasonOf(refused.status()), v1::ERROR_REASON_STATE_FORBIDS);
    EXPECT_EQ(ErrorInfoOf(refused.status())->metadata().at("case"), of_.name());
  }
  of_.set_state(v1::Case::STATE_CLOSED_INCOMPLETE);
  Update(of_);
  EXPECT_TRUE(Archive().ok());
}

TEST_F(Archiving, IsRefusedWhileAFlagIsOpen) {
  v1::Escalation flag;
  flag.set_name("patients/p1/cases/c1/escalations/e1");
  flag.set_state(v1::Escalation::STATE_ACKNOWLEDGED);
  flag = tester_.Put(flag);
  EXPECT_EQ(ReasonOf(Archive().status()), v1::ERROR_REASON_OPEN_ESCALATIONS);
  flag.set_state(v1::Escalation::STATE_RESOLVED);
  Update(flag);
  EXPECT_TRUE(Archive().ok());
}

TEST_F(Archiving, AnArchivedPatientTakesNoNewCasesAndKeepsTheOldOnesClosed) {
  ASSERT_TRUE(Archive().ok());
  EXPECT_EQ(ReasonOf(cases::TakesCases(*tester_.Find<v1::Patient>("patients/p1"))),
            v1::ERROR_REASON_STATE_FORBIDS);
  const auto reopened =
      tester_.Write([&](storage::Writer& w) { return cases::NotOfArchivedPatient(w, of_.name()); });
  EXPECT_EQ(ReasonOf(reopened), v1::ERROR_REASON_STATE_FORBIDS);
  ASSERT_TRUE(Unarchive().ok());
  EXPECT_TRUE(cases::TakesCases(*tester_.Find<v1::Patient>("patients/p1")).ok());
}

}  // namespace
}  // namespace midstance::patients

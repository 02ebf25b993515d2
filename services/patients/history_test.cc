#include "services/patients/history.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "midstance/v1/patient_service.pb.h"
#include "services/patients/verbs.h"
#include "services/rpc/verb_testing.h"
#include "services/rules/testing.h"

namespace midstance::patients {
namespace {

using options::v1::ROLE_CLINICIAN;
using options::v1::ROLE_LEAD_CLINICIAN;
using ::testing::ElementsAre;

class History : public ::testing::Test {
 protected:
  v1::Patient Create() {
    v1::CreatePatientRequest request;
    request.set_patient_id("p1");
    request.mutable_patient()->set_given_name("Anna");
    request.mutable_patient()->set_family_name("Müller");
    request.mutable_patient()->set_birth_date("1984-03-05");
    return *tester_.Run(CreatePatient, anna_, request);
  }
  v1::Patient Update(v1::Patient patient, const std::vector<std::string>& paths) {
    tester_.now += std::chrono::hours{1};
    v1::UpdatePatientRequest request;
    *request.mutable_patient() = std::move(patient);
    for (const auto& path : paths) request.mutable_update_mask()->add_paths(path);
    const auto updated = tester_.Run(UpdatePatient{engines_}, lead_, request);
    EXPECT_TRUE(updated.ok()) << updated.status();
    return *updated;
  }
  v1::ListPatientRevisionsResponse List(int size = 0, const std::string& token = {}) {
    v1::ListPatientRevisionsRequest request;
    request.set_name("patients/p1");
    request.set_page_size(size);
    request.set_page_token(token);
    const auto page = tester_.Run(ListPatientRevisions{tester_.sealer()}, lead_, request);
    EXPECT_TRUE(page.ok()) << page.status();
    return *page;
  }
  // "phone: 1 -> 2".
  static std::vector<std::string> Said(const v1::PatientRevision& revision) {
    std::vector<std::string> said;
    for (const auto& change : revision.changes()) {
      said.push_back(change.field() + ": " + change.before() + " -> " + change.after());
    }
    return said;
  }

  cases::Engines engines_{rules::CoreInUtc()};
  rpc::VerbTester tester_;
  rpc::Principal anna_ = tester_.AddUser("anna", {ROLE_CLINICIAN});
  rpc::Principal lead_ = tester_.AddUser("lea", {ROLE_LEAD_CLINICIAN});
};

TEST_F(History, TellsWhoChangedWhatAndWhenTheNewestFirst) {
  auto patient = Create();
  const Instant created = tester_.now;
  patient.set_phone("+49 1");
  patient.set_weekly_distance_km(42.5);
  patient = Update(patient, {"phone", "weekly_distance_km"});
  patient.set_phone("+49 2");
  patient.set_sex(v1::SEX_FEMALE);
  patient.mutable_running()->set_surface(v1::RunningProfile::SURFACE_TRAIL);
  patient = Update(patient, {"phone", "sex", "running"});
  const auto page = List();
  ASSERT_EQ(page.revisions_size(), 3);
  EXPECT_THAT(Said(page.revisions(0)),
              ElementsAre("phone: +49 1 -> +49 2", "running:  -> {\"surface\":\"SURFACE_TRAIL\"}",
                          "sex:  -> SEX_FEMALE"));
  EXPECT_EQ(page.revisions(0).revised_by(), "users/lea");
  EXPECT_EQ(page.revisions(0).action(), "patient.update");
  EXPECT_EQ(page.revisions(0).patient_etag(), patient.etag());
  EXPECT_EQ(InstantOf(page.revisions(0).create_time()), tester_.now);
  EXPECT_THAT(Said(page.revisions(1)),
              ElementsAre("phone:  -> +49 1", "weekly_distance_km:  -> 42.5"));
  EXPECT_EQ(page.revisions(2).revised_by(), "users/anna");
  EXPECT_EQ(InstantOf(page.revisions(2).create_time()), created);
  EXPECT_THAT(Said(page.revisions(2)),
              ElementsAre("given_name:  -> Anna", "family_name:  -> Müller",
                          "birth_date:  -> 1984-03-05", "care_team:  -> users/anna"));
}

TEST_F(History, PagesFollowEachOther) {
  auto patient = Create();
  for (const char* goal : {"5 km", "10 km"}) {
    patient.set_goal(goal);
    patient = Update(patient, {"goal"});
  }
  const auto first = List(2);
  EXPECT_EQ(first.revisions_size(), 2);
  const auto rest = List(2, first.next_page_token());
  ASSERT_EQ(rest.revisions_size(), 1);
  EXPECT_EQ(rest.revisions(0).action(), "patient.create");
  EXPECT_EQ(rest.next_page_token(), "");
}

TEST_F(History, HoldsDeletionsMergesAndTheirReasons) {
  const auto patient = Create();
  v1::DeletePatientRequest erase;
  erase.set_name(patient.name());
  erase.set_etag(patient.etag());
  const auto gone = tester_.Run(DeletePatient, lead_, erase);
  ASSERT_TRUE(gone.ok());
  v1::UndeletePatientRequest undo;
  undo.set_name(patient.name());
  undo.set_etag(gone->etag());
  const auto back = tester_.Run(UndeletePatient, lead_, undo);
  ASSERT_TRUE(back.ok());
  v1::Patient other;
  other.set_name("patients/p2");
  other = tester_.Put(other);
  v1::MergePatientsRequest merge;
  merge.set_name(other.name());
  merge.set_etag(other.etag());
  merge.set_source(back->name());
  merge.set_source_etag(back->etag());
  merge.set_reason("registered twice");
  ASSERT_TRUE(tester_.Run(MergePatients{engines_}, lead_, merge).ok());
  std::vector<std::string> actions;
  const auto page = List();
  for (const auto& revision : page.revisions()) actions.push_back(revision.action());
  EXPECT_THAT(actions,
              ElementsAre("patient.merge", "patient.undelete", "patient.delete", "patient.create"));
  EXPECT_EQ(page.revisions(0).reason(), "registered twice");
  EXPECT_THAT(Said(page.revisions(0)), ElementsAre("merged_into:  -> patients/p2"));
}

TEST_F(History, OfAnAbsentPatientIsNotFound) {
  v1::ListPatientRevisionsRequest request;
  request.set_name("patients/none");
  EXPECT_EQ(ReasonOf(tester_.Run(ListPatientRevisions{tester_.sealer()}, lead_, request).status()),
            v1::ERROR_REASON_RESOURCE_NOT_FOUND);
}

}  // namespace
}  // namespace midstance::patients

#include "services/worklist/persons.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "midstance/v1/case.pb.h"
#include "midstance/v1/user.pb.h"
#include "services/rpc/verb_testing.h"

namespace midstance::worklist {
namespace {

using ::testing::ElementsAre;

// Anna's case of a patient whose care team are anna and ben; lea leads, tom took the flag over.
class Persons : public ::testing::Test {
 protected:
  Persons() {
    for (const char* id : {"anna", "ben", "tom"}) {
      tester_.AddUser(id, {options::v1::ROLE_CLINICIAN});
    }
    tester_.AddUser("lea", {options::v1::ROLE_LEAD_CLINICIAN});
    patient_.set_name("patients/p");
    SetOnCareTeam({"users/anna", "users/ben", "users/tom"});
    tester_.Put(patient_);
    v1::Case of;
    of.set_name("patients/p/cases/c");
    of.set_state(v1::Case::STATE_OPEN);
    of.set_clinician("users/anna");
    tester_.Put(of);
    flag_.set_name("patients/p/cases/c/escalations/e");
    flag_.set_responsible("users/tom");
  }

  void SetOnCareTeam(const std::vector<std::string>& users) {
    patient_.clear_care_team();
    for (const auto& user : users) patient_.add_care_team(user);
  }
  void SetRole(const std::string& name, options::v1::Role role) {
    auto user = *tester_.Find<v1::User>(name);
    user.clear_roles();
    user.add_roles(role);
    Change(user);
  }
  void Disable(const std::string& name) {
    auto user = *tester_.Find<v1::User>(name);
    user.set_disabled(true);
    Change(user);
  }
  std::vector<std::string> ToTell() {
    std::vector<std::string> persons;
    const auto read = tester_.store().Read(
        std::string(rpc::VerbTester::kClinic), [&](const storage::Reader& reader) -> absl::Status {
          MIDSTANCE_ASSIGN_OR_RETURN(const auto staff, StaffOf(reader));
          MIDSTANCE_ASSIGN_OR_RETURN(persons, PersonsFor(staff, reader, patient_, flag_));
          return absl::OkStatus();
        });
    EXPECT_TRUE(read.ok()) << read;
    return persons;
  }

  v1::Patient patient_;
  v1::Escalation flag_;

 private:
  void Change(v1::User user) {
    const auto wrote =
        tester_.Write([&](storage::Writer& w) { return w.Update(user, tester_.now); });
    ASSERT_TRUE(wrote.ok()) << wrote;
  }
  rpc::VerbTester tester_;
};

TEST_F(Persons, WhoTookItOverIsFirstThenTheCasesClinicianThenTheLeadsThenTheTeam) {
  EXPECT_THAT(ToTell(), ElementsAre("users/tom", "users/anna", "users/lea", "users/ben"));
}

TEST_F(Persons, WhoIsNoClinicianAnyMoreIsPassedOverWhereverSheStands) {
  SetRole("users/tom", options::v1::ROLE_COORDINATOR);
  SetRole("users/anna", options::v1::ROLE_AUDITOR);
  SetRole("users/ben", options::v1::ROLE_ADMIN);
  EXPECT_THAT(ToTell(), ElementsAre("users/lea"));
}

TEST_F(Persons, WhoIsNotOnTheCareTeamIsPassedOverUnlessSheLeads) {
  SetOnCareTeam({"users/ben"});
  EXPECT_THAT(ToTell(), ElementsAre("users/lea", "users/ben"));
  SetRole("users/anna", options::v1::ROLE_LEAD_CLINICIAN);
  EXPECT_THAT(ToTell(), ElementsAre("users/anna", "users/lea", "users/ben"));
}

TEST_F(Persons, WhereNobodySeesThePatientTheCasesClinicianAndTheTeamAreToldAllTheSame) {
  Disable("users/lea");
  SetOnCareTeam({"users/ben"});
  SetRole("users/ben", options::v1::ROLE_COORDINATOR);
  EXPECT_THAT(ToTell(), ElementsAre("users/anna", "users/ben"));
  Disable("users/anna");
  EXPECT_THAT(ToTell(), ElementsAre("users/ben"));
}

TEST_F(Persons, WhereNobodyMaySignInThereIsOneWithoutAName) {
  for (const char* name : {"users/anna", "users/ben", "users/tom", "users/lea"}) Disable(name);
  EXPECT_THAT(ToTell(), ElementsAre(""));
}

}  // namespace
}  // namespace midstance::worklist

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "midstance/v1/patient_service.pb.h"
#include "services/patients/verbs.h"
#include "services/rpc/verb_testing.h"
#include "services/rules/testing.h"

namespace midstance::patients {
namespace {

using options::v1::ROLE_CLINICIAN;
using options::v1::ROLE_COORDINATOR;
using options::v1::ROLE_LEAD_CLINICIAN;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string FieldOf(const absl::Status& status) {
  const auto fields = BadRequestOf(status);
  return fields && fields->field_violations_size() > 0 ? fields->field_violations(0).field() : "";
}

class Patients : public ::testing::Test {
 protected:
  static v1::CreatePatientRequest Create(const std::string& id, const std::string& family_name) {
    v1::CreatePatientRequest request;
    request.set_patient_id(id);
    request.mutable_patient()->set_given_name("Mila");
    request.mutable_patient()->set_family_name(family_name);
    request.mutable_patient()->set_birth_date("1990-04-12");
    return request;
  }
  v1::Patient Add(const std::string& id, const std::string& family_name, rpc::Principal who) {
    const auto added = tester_.Run(CreatePatient, who, Create(id, family_name));
    EXPECT_TRUE(added.ok()) << added.status();
    return *added;
  }
  absl::StatusOr<v1::Patient> Update(const v1::Patient& patient, const std::string& path,
                                     const rpc::Principal& who) {
    v1::UpdatePatientRequest request;
    *request.mutable_patient() = patient;
    request.mutable_update_mask()->add_paths(path);
    return tester_.Run(UpdatePatient{engines_}, who, request);
  }
  template <class Request, class V>
  absl::StatusOr<v1::Patient> ByName(V verb, const v1::Patient& patient,
                                     const rpc::Principal& who) {
    Request request;
    request.set_name(patient.name());
    request.set_etag(patient.etag());
    return tester_.Run(verb, who, request);
  }
  std::vector<std::string> NamesOn(const v1::ListPatientsResponse& page) {
    std::vector<std::string> names;
    for (const auto& patient : page.patients()) names.push_back(patient.name());
    return names;
  }

  cases::Engines engines_{rules::CoreInUtc()};
  rpc::VerbTester tester_;
  rpc::Principal anna_ = tester_.AddUser("anna", {ROLE_CLINICIAN});
  rpc::Principal ben_ = tester_.AddUser("ben", {ROLE_CLINICIAN});
  rpc::Principal lead_ = tester_.AddUser("lea", {ROLE_LEAD_CLINICIAN});
  rpc::Principal desk_ = tester_.AddUser("desk", {ROLE_COORDINATOR});
};

TEST_F(Patients, AClinicianWhoRegistersAPatientJoinsTheCareTeam) {
  EXPECT_THAT(Add("p1", "Zhou", anna_).care_team(), ElementsAre("users/anna"));
  EXPECT_THAT(Add("p2", "Zhou", desk_).care_team(), IsEmpty());
}

TEST_F(Patients, TheServerChoosesAnIdWhenTheCallerGivesNone) {
  const auto one = Add("", "Zhou", anna_);
  const auto two = Add("", "Zhou", anna_);
  EXPECT_NE(one.name(), two.name());
  EXPECT_TRUE(one.name().starts_with("patients/"));
  EXPECT_FALSE(one.etag().empty());
}

TEST_F(Patients, ATakenIdIsRefused) {
  Add("p1", "Zhou", anna_);
  const auto again = tester_.Run(CreatePatient, anna_, Create("p1", "Else"));
  EXPECT_EQ(ReasonOf(again.status()), v1::ERROR_REASON_RESOURCE_EXISTS);
}

TEST_F(Patients, ABirthDateThatNoCalendarHasIsRefusedWithItsPath) {
  for (const char* wrong : {"2023-02-30", "2025-03-03", "1990-13-01"}) {
    auto request = Create("p1", "Zhou");
    request.mutable_patient()->set_birth_date(wrong);
    const auto refused = tester_.Run(CreatePatient, anna_, request);
    EXPECT_EQ(ReasonOf(refused.status()), v1::ERROR_REASON_FIELD_INVALID) << wrong;
    EXPECT_EQ(FieldOf(refused.status()), "patient.birth_date");
  }
}

TEST_F(Patients, NumbersConsentsAndRaceDaysAreCheckedWithTheirPaths) {
  auto request = Create("p1", "Zhou");
  auto& patient = *request.mutable_patient();
  patient.mutable_running()->set_goal_race_date("2025-02-30");
  for (const char* value : {"TK 12", "tk-12"}) {
    auto& identifier = *patient.add_identifiers();
    identifier.set_system("insurance");
    identifier.set_value(value);
  }
  for (const auto& [given, withdrawn] :
       {std::pair("2025-01-10", "2025-01-09"), std::pair("2025-12-31", "")}) {
    auto& consent = *patient.add_consents();
    consent.set_kind(v1::Consent::KIND_TREATMENT);
    consent.set_given_date(given);
    consent.set_withdrawn_date(withdrawn);
  }
  const auto refused = tester_.Run(CreatePatient, desk_, request);
  const auto fields = BadRequestOf(refused.status());
  ASSERT_TRUE(fields.has_value());
  std::vector<std::string> paths;
  for (const auto& violation : fields->field_violations()) paths.push_back(violation.field());
  EXPECT_THAT(paths, ElementsAre("patient.identifiers[1]", "patient.consents[0].withdrawn_date",
                                 "patient.consents[1].kind", "patient.consents[1].given_date",
                                 "patient.running.goal_race_date"));
}

TEST_F(Patients, ANumberBelongsToOnePatientWhoeverIsFaster) {
  const auto with_number = [](const std::string& id, const std::string& value) {
    auto request = Create(id, "Zhou");
    request.mutable_patient()->add_identifiers()->set_system("hospital");
    request.mutable_patient()->mutable_identifiers(0)->set_value("H 1");
    auto& second = *request.mutable_patient()->add_identifiers();
    second.set_system("insurance");
    second.set_value(value);
    return request;
  };
  auto first = with_number("p1", "TK 12");
  first.mutable_patient()->mutable_identifiers()->DeleteSubrange(0, 1);
  ASSERT_TRUE(tester_.Run(CreatePatient, desk_, first).ok());
  const auto taken = tester_.Run(CreatePatient, desk_, with_number("p2", "tk12"));
  EXPECT_EQ(ReasonOf(taken.status()), v1::ERROR_REASON_RESOURCE_EXISTS);
  EXPECT_EQ(taken.status().code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(FieldOf(taken.status()), "patient.identifiers[1]");
  EXPECT_FALSE(tester_.Find<v1::Patient>("patients/p2").ok());
  EXPECT_TRUE(tester_.Run(CreatePatient, desk_, with_number("p2", "TK 13")).ok());
}

TEST_F(Patients, WhatIsOnlyTriedIsRefusedAsTheStoreWould) {
  auto request = Create("p1", "Zhou");
  request.mutable_patient()->add_identifiers()->set_system("insurance");
  request.mutable_patient()->mutable_identifiers(0)->set_value("TK 12");
  request.set_validate_only(true);
  auto taken = request;
  ASSERT_TRUE(tester_.Run(CreatePatient, desk_, request).ok());
  const auto again = tester_.Run(CreatePatient, desk_, request);
  EXPECT_EQ(ReasonOf(again.status()), v1::ERROR_REASON_RESOURCE_EXISTS);
  taken.set_patient_id("p2");
  taken.mutable_patient()->mutable_identifiers(0)->set_value("tk12");
  const auto number = tester_.Run(CreatePatient, desk_, taken);
  EXPECT_EQ(ReasonOf(number.status()), v1::ERROR_REASON_RESOURCE_EXISTS);
  EXPECT_EQ(FieldOf(number.status()), "patient.identifiers[0]");
}

TEST_F(Patients, TheCareTeamNamesUsersWhoMaySignInEachOnce) {
  auto request = Create("p1", "Zhou");
  request.mutable_patient()->add_care_team("users/ben");
  request.mutable_patient()->add_care_team("users/nobody");
  request.mutable_patient()->add_care_team("users/ben");
  const auto refused = tester_.Run(CreatePatient, desk_, request);
  const auto fields = BadRequestOf(refused.status());
  ASSERT_TRUE(fields.has_value());
  ASSERT_EQ(fields->field_violations_size(), 2);
  EXPECT_EQ(fields->field_violations(0).field(), "patient.care_team[1]");
  EXPECT_EQ(fields->field_violations(1).field(), "patient.care_team[2]");
}

TEST_F(Patients, AStrangersPatientAnswersLikeAnAbsentOne) {
  Add("p1", "Zhou", anna_);
  v1::GetPatientRequest request;
  request.set_name("patients/p1");
  EXPECT_TRUE(tester_.Run(GetPatient, anna_, request).ok());
  const auto foreign = tester_.Run(GetPatient, ben_, request);
  request.set_name("patients/none");
  const auto absent = tester_.Run(GetPatient, ben_, request);
  EXPECT_EQ(ReasonOf(foreign.status()), v1::ERROR_REASON_OUT_OF_SCOPE);
  EXPECT_EQ(foreign.status(), absent.status());
  EXPECT_EQ(ReasonOf(tester_.Run(GetPatient, lead_, request).status()),
            v1::ERROR_REASON_RESOURCE_NOT_FOUND);
}

TEST_F(Patients, AListShowsWhatTheCallerReachesByFamilyName) {
  Add("p1", "Zhou", anna_);
  Add("p2", "Adler", anna_);
  Add("p3", "Moss", ben_);
  const ListPatients list{tester_.sealer()};
  EXPECT_THAT(NamesOn(*tester_.Run(list, anna_, v1::ListPatientsRequest())),
              ElementsAre("patients/p2", "patients/p1"));
  EXPECT_THAT(NamesOn(*tester_.Run(list, lead_, v1::ListPatientsRequest())),
              ElementsAre("patients/p2", "patients/p3", "patients/p1"));
}

TEST_F(Patients, PagesFollowEachOtherAndTheirTokensFitNoOtherQuery) {
  Add("p1", "Zhou", anna_);
  Add("p2", "Adler", anna_);
  Add("p3", "Moss", anna_);
  const ListPatients list{tester_.sealer()};
  v1::ListPatientsRequest request;
  request.set_page_size(2);
  const auto first = tester_.Run(list, anna_, request);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_THAT(NamesOn(*first), ElementsAre("patients/p2", "patients/p3"));
  request.set_page_token(first->next_page_token());
  const auto second = tester_.Run(list, anna_, request);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_THAT(NamesOn(*second), ElementsAre("patients/p1"));
  EXPECT_EQ(second->next_page_token(), "");

  EXPECT_EQ(ReasonOf(tester_.Run(list, lead_, request).status()),
            v1::ERROR_REASON_PAGE_TOKEN_INVALID);
  request.set_order_by("given_name");
  EXPECT_EQ(ReasonOf(tester_.Run(list, anna_, request).status()),
            v1::ERROR_REASON_PAGE_TOKEN_INVALID);
  request.set_page_token("nonsense");
  EXPECT_EQ(ReasonOf(tester_.Run(list, anna_, request).status()),
            v1::ERROR_REASON_PAGE_TOKEN_INVALID);
}

TEST_F(Patients, AFilterNarrowsTheListAndAWrongOneIsRefused) {
  Add("p1", "Zhou", anna_);
  Add("p2", "Adler", anna_);
  const ListPatients list{tester_.sealer()};
  v1::ListPatientsRequest request;
  request.set_filter("family_name = \"zhou\"");
  EXPECT_THAT(NamesOn(*tester_.Run(list, anna_, request)), ElementsAre("patients/p1"));
  request.set_filter("note = \"x\"");
  EXPECT_EQ(ReasonOf(tester_.Run(list, anna_, request).status()), v1::ERROR_REASON_FILTER_INVALID);
  request.set_filter("");
  request.set_order_by("phone");
  EXPECT_EQ(ReasonOf(tester_.Run(list, anna_, request).status()), v1::ERROR_REASON_ORDER_INVALID);
}

TEST_F(Patients, AnUpdateChangesTheFieldsOfItsMaskAlone) {
  auto patient = Add("p1", "Zhou", anna_);
  const std::string read = patient.etag();
  patient.set_phone("+49 40 123");
  patient.set_goal("never sent");
  const auto changed = Update(patient, "phone", anna_);
  ASSERT_TRUE(changed.ok()) << changed.status();
  EXPECT_EQ(changed->phone(), "+49 40 123");
  EXPECT_EQ(changed->goal(), "");
  EXPECT_NE(changed->etag(), read);
}

TEST_F(Patients, AnUpdateNeedsTheEtagThatWasRead) {
  auto patient = Add("p1", "Zhou", anna_);
  ASSERT_TRUE(Update(patient, "goal", anna_).ok());
  EXPECT_EQ(ReasonOf(Update(patient, "goal", anna_).status()), v1::ERROR_REASON_ETAG_MISMATCH);
  patient.clear_etag();
  EXPECT_EQ(ReasonOf(Update(patient, "goal", anna_).status()), v1::ERROR_REASON_ETAG_REQUIRED);
}

TEST_F(Patients, TheCareTeamIsChangedByItsMembersAndLeadsOnly) {
  auto patient = Add("p1", "Zhou", anna_);
  patient.add_care_team("users/ben");
  EXPECT_EQ(ReasonOf(Update(patient, "care_team", desk_).status()), v1::ERROR_REASON_ROLE_REQUIRED);
  const auto by_member = Update(patient, "care_team", anna_);
  ASSERT_TRUE(by_member.ok()) << by_member.status();
  v1::GetPatientRequest request;
  request.set_name("patients/p1");
  EXPECT_TRUE(tester_.Run(GetPatient, ben_, request).ok());
  patient = *by_member;
  patient.clear_care_team();
  EXPECT_TRUE(Update(patient, "care_team", lead_).ok());
}

TEST_F(Patients, AMemberWhoIsDisabledSinceHindersNoOtherChange) {
  auto patient = Add("p1", "Zhou", anna_);
  auto user = *tester_.Find<v1::User>("users/anna");
  user.set_disabled(true);
  ASSERT_TRUE(tester_.Write([&](auto& writer) { return writer.Update(user, tester_.now); }).ok());
  patient.set_goal("a half marathon");
  EXPECT_TRUE(Update(patient, "goal", lead_).ok());
}

TEST_F(Patients, ADeletedPatientIsReadAndListedOnRequestAndComesBack) {
  const auto patient = Add("p1", "Zhou", anna_);
  const auto gone = ByName<v1::DeletePatientRequest>(DeletePatient, patient, lead_);
  ASSERT_TRUE(gone.ok()) << gone.status();
  EXPECT_TRUE(gone->has_delete_time());
  v1::GetPatientRequest get;
  get.set_name("patients/p1");
  EXPECT_TRUE(tester_.Run(GetPatient, lead_, get)->has_delete_time());
  const ListPatients list{tester_.sealer()};
  v1::ListPatientsRequest request;
  EXPECT_THAT(NamesOn(*tester_.Run(list, lead_, request)), IsEmpty());
  request.set_show_deleted(true);
  EXPECT_THAT(NamesOn(*tester_.Run(list, lead_, request)), ElementsAre("patients/p1"));
  EXPECT_EQ(ReasonOf(Update(*gone, "goal", lead_).status()), v1::ERROR_REASON_STATE_FORBIDS);
  const auto back = ByName<v1::UndeletePatientRequest>(UndeletePatient, *gone, lead_);
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_FALSE(back->has_delete_time());
  EXPECT_EQ(ReasonOf(ByName<v1::UndeletePatientRequest>(UndeletePatient, *back, lead_).status()),
            v1::ERROR_REASON_STATE_FORBIDS);
}

}  // namespace
}  // namespace midstance::patients

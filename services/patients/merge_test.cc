#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <random>

#include "midstance/v1/case.pb.h"
#include "midstance/v1/case_service.pb.h"
#include "midstance/v1/escalation_service.pb.h"
#include "midstance/v1/patient_service.pb.h"
#include "services/cases/verbs.h"
#include "services/escalations/verbs.h"
#include "services/patients/verbs.h"
#include "services/rpc/verb_testing.h"
#include "services/rules/testing.h"

namespace midstance::patients {
namespace {

using google::protobuf::util::MessageDifferencer;
using options::v1::ROLE_CLINICIAN;
using options::v1::ROLE_LEAD_CLINICIAN;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class Merging : public ::testing::Test {
 protected:
  v1::Patient Somebody(const std::string& id, const std::vector<std::string>& team = {}) {
    v1::Patient patient;
    patient.set_name("patients/" + id);
    patient.set_given_name("Anna");
    patient.set_family_name("Müller");
    patient.set_birth_date("1984-03-05");
    for (const auto& user : team) patient.add_care_team("users/" + user);
    return patient;
  }
  static void AddNumber(v1::Patient& patient, const std::string& system, const std::string& value) {
    auto& identifier = *patient.add_identifiers();
    identifier.set_system(system);
    identifier.set_value(value);
  }
  v1::Patient Find(const std::string& id) { return *tester_.Find<v1::Patient>("patients/" + id); }
  absl::StatusOr<v1::MergePatientsResponse> Merge(const std::string& source,
                                                  const std::string& target) {
    v1::MergePatientsRequest request;
    request.set_name("patients/" + target);
    request.set_etag(Find(target).etag());
    request.set_source("patients/" + source);
    request.set_source_etag(Find(source).etag());
    request.set_reason("one person");
    return tester_.Run(MergePatients{engines_}, lead_, request);
  }
  absl::StatusOr<v1::UnmergePatientsResponse> Unmerge(const std::string& source,
                                                      const std::string& target) {
    v1::UnmergePatientsRequest request;
    request.set_name("patients/" + source);
    request.set_etag(Find(source).etag());
    request.set_target_etag(Find(target).etag());
    request.set_reason("two persons");
    return tester_.Run(UnmergePatients{engines_}, lead_, request);
  }
  absl::StatusOr<v1::Patient> Update(v1::Patient patient, const std::string& path) {
    v1::UpdatePatientRequest request;
    *request.mutable_patient() = std::move(patient);
    request.mutable_update_mask()->add_paths(path);
    return tester_.Run(UpdatePatient{engines_}, lead_, request);
  }
  // All but what every write changes.
  static v1::Patient Lasting(v1::Patient patient) {
    patient.clear_etag();
    patient.clear_update_time();
    return patient;
  }

  cases::Engines engines_{rules::CoreInUtc()};
  rpc::VerbTester tester_;
  rpc::Principal lead_ = tester_.AddUser("lea", {ROLE_LEAD_CLINICIAN});
  rpc::Principal anna_ = tester_.AddUser("anna", {ROLE_CLINICIAN});
  rpc::Principal ben_ = tester_.AddUser("ben", {ROLE_CLINICIAN});
};

TEST_F(Merging, TheTargetKeepsItsFieldsAndGainsNumbersConsentsAndTeam) {
  auto target = Somebody("p1", {"anna"});
  target.set_phone("+49 1");
  target.add_consents()->set_kind(v1::Consent::KIND_TREATMENT);
  tester_.Put(target);
  auto source = Somebody("p2", {"ben"});
  source.set_phone("+49 2");
  AddNumber(source, "insurance", "TK 1");
  source.add_consents()->set_kind(v1::Consent::KIND_TREATMENT);
  source.add_consents()->set_kind(v1::Consent::KIND_LETTERS);
  tester_.Put(source);
  const auto merged = Merge("p2", "p1");
  ASSERT_TRUE(merged.ok()) << merged.status();
  const auto& stays = merged->target();
  EXPECT_EQ(stays.phone(), "+49 1");
  ASSERT_EQ(stays.identifiers_size(), 1);
  EXPECT_EQ(stays.identifiers(0).value(), "TK 1");
  EXPECT_EQ(stays.consents_size(), 2);
  EXPECT_THAT(stays.care_team(), ElementsAre("users/anna", "users/ben"));
  ASSERT_EQ(stays.merges_size(), 1);
  EXPECT_EQ(stays.merges(0).source(), "patients/p2");
  EXPECT_EQ(stays.merges(0).merged_by(), "users/lea");
  EXPECT_EQ(merged->source().merged_into(), "patients/p1");
  EXPECT_THAT(merged->source().care_team(), ElementsAre("users/ben", "users/anna"));
  EXPECT_EQ(merged->source().phone(), "+49 2");
}

TEST_F(Merging, AMergedRecordIsListedOnRequestAlone) {
  tester_.Put(Somebody("p1"));
  tester_.Put(Somebody("p2"));
  ASSERT_TRUE(Merge("p2", "p1").ok());
  v1::ListPatientsRequest request;
  EXPECT_EQ(tester_.Run(ListPatients{tester_.sealer()}, lead_, request)->patients_size(), 1);
  request.set_show_merged(true);
  EXPECT_EQ(tester_.Run(ListPatients{tester_.sealer()}, lead_, request)->patients_size(), 2);
}

TEST_F(Merging, NeitherRecordsFlagsAreLost) {
  tester_.Put(Somebody("p1", {"anna"}));
  tester_.Put(Somebody("p2", {"ben"}));
  for (const char* id : {"p1", "p2"}) {
    v1::Case of;
    of.set_name(std::string("patients/") + id + "/cases/c1");
    of.set_state(v1::Case::STATE_OPEN);
    tester_.Put(of);
    v1::Escalation flag;
    flag.set_name(of.name() + "/escalations/e1");
    flag.set_state(v1::Escalation::STATE_OPEN);
    tester_.Put(flag);
  }
  const auto merged = Merge("p2", "p1");
  ASSERT_TRUE(merged.ok()) << merged.status();
  // Both stay open, under their names, and the care team of each reaches both.
  for (const char* id : {"p1", "p2"}) {
    const std::string name = std::string("patients/") + id + "/cases/c1/escalations/e1";
    EXPECT_EQ(tester_.Find<v1::Escalation>(name)->state(), v1::Escalation::STATE_OPEN);
    v1::GetPatientRequest get;
    get.set_name(std::string("patients/") + id);
    EXPECT_TRUE(tester_.Run(GetPatient, anna_, get).ok()) << id;
    EXPECT_TRUE(tester_.Run(GetPatient, ben_, get).ok()) << id;
  }
  // The flag of the source holds the target back too.
  v1::Escalation own = *tester_.Find<v1::Escalation>("patients/p1/cases/c1/escalations/e1");
  own.set_state(v1::Escalation::STATE_RESOLVED);
  ASSERT_TRUE(tester_.Write([&](auto& w) { return w.Update(own, tester_.now); }).ok());
  v1::ArchivePatientRequest archive;
  archive.set_name("patients/p1");
  archive.set_etag(Find("p1").etag());
  EXPECT_EQ(ReasonOf(tester_.Run(ArchivePatient, lead_, archive).status()),
            v1::ERROR_REASON_OPEN_ESCALATIONS);
}

TEST_F(Merging, WhoOpensTheTargetSeesTheCasesAndFlagsOfBothRecords) {
  tester_.Put(Somebody("p1", {"anna"}));
  tester_.Put(Somebody("p2", {"ben"}));
  tester_.Put(Somebody("p3", {"anna"}));
  for (const char* id : {"p1", "p2", "p3"}) {
    v1::Case of;
    of.set_name(std::string("patients/") + id + "/cases/c1");
    of.set_state(v1::Case::STATE_OPEN);
    tester_.Put(of);
    v1::Escalation flag;
    flag.set_name(of.name() + "/escalations/e1");
    flag.set_state(v1::Escalation::STATE_OPEN);
    tester_.Put(flag);
  }
  const auto cases = [&](const std::string& id, const std::string& filter = "") {
    v1::ListCasesRequest request;
    request.set_parent("patients/" + id);
    request.set_page_size(1);
    request.set_filter(filter);
    std::vector<std::string> names;
    do {
      const auto page = tester_.Run(cases::ListCases{tester_.sealer()}, anna_, request);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) break;
      for (const auto& one : page->cases()) names.push_back(one.name());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return names;
  };
  EXPECT_THAT(cases("p1"), ElementsAre("patients/p1/cases/c1"));
  ASSERT_TRUE(Merge("p2", "p1").ok());
  EXPECT_THAT(cases("p1"), UnorderedElementsAre("patients/p1/cases/c1", "patients/p2/cases/c1"));
  EXPECT_THAT(cases("p1", "state = STATE_DISCHARGED"), IsEmpty());
  EXPECT_THAT(cases("p2"), ElementsAre("patients/p2/cases/c1"));
  v1::ListEscalationsRequest flags;
  flags.set_parent("patients/p1/cases/-");
  flags.set_filter("state = STATE_OPEN");
  const auto open = tester_.Run(escalations::ListEscalations{tester_.sealer()}, anna_, flags);
  ASSERT_TRUE(open.ok()) << open.status();
  std::vector<std::string> names;
  for (const auto& one : open->escalations()) names.push_back(one.name());
  EXPECT_THAT(names, UnorderedElementsAre("patients/p1/cases/c1/escalations/e1",
                                          "patients/p2/cases/c1/escalations/e1"));
  ASSERT_TRUE(Unmerge("p2", "p1").ok());
  EXPECT_THAT(cases("p1"), ElementsAre("patients/p1/cases/c1"));
}

TEST_F(Merging, WhoJoinsTheTeamLaterReachesTheMergedRecordToo) {
  tester_.Put(Somebody("p1"));
  tester_.Put(Somebody("p2", {"ben"}));
  ASSERT_TRUE(Merge("p2", "p1").ok());
  auto target = Find("p1");
  target.add_care_team("users/anna");
  ASSERT_TRUE(Update(target, "care_team").ok());
  EXPECT_THAT(Find("p2").care_team(), ElementsAre("users/ben", "users/anna"));
  target = Find("p1");
  target.clear_care_team();
  ASSERT_TRUE(Update(target, "care_team").ok());
  EXPECT_THAT(Find("p2").care_team(), ElementsAre("users/ben"));
}

TEST_F(Merging, AMergedRecordChangesByUnmergingAlone) {
  tester_.Put(Somebody("p1"));
  tester_.Put(Somebody("p2"));
  tester_.Put(Somebody("p3"));
  ASSERT_TRUE(Merge("p2", "p1").ok());
  EXPECT_EQ(ReasonOf(Update(Find("p2"), "goal").status()), v1::ERROR_REASON_STATE_FORBIDS);
  EXPECT_EQ(ReasonOf(Merge("p2", "p3").status()), v1::ERROR_REASON_STATE_FORBIDS);
  EXPECT_EQ(ReasonOf(Merge("p3", "p2").status()), v1::ERROR_REASON_STATE_FORBIDS);
  // No chains.
  EXPECT_EQ(ReasonOf(Merge("p1", "p3").status()), v1::ERROR_REASON_STATE_FORBIDS);
  EXPECT_TRUE(Merge("p3", "p1").ok());
  EXPECT_EQ(ReasonOf(Merge("p1", "p1").status()), v1::ERROR_REASON_FIELD_INVALID);
  for (const char* id : {"p1", "p2"}) {
    v1::DeletePatientRequest erase;
    erase.set_name(std::string("patients/") + id);
    erase.set_etag(Find(id).etag());
    EXPECT_EQ(ReasonOf(tester_.Run(DeletePatient, lead_, erase).status()),
              v1::ERROR_REASON_STATE_FORBIDS);
  }
}

TEST_F(Merging, NeedsTheEtagsOfBothRecords) {
  tester_.Put(Somebody("p1"));
  tester_.Put(Somebody("p2"));
  v1::MergePatientsRequest request;
  request.set_name("patients/p1");
  request.set_etag(Find("p1").etag());
  request.set_source("patients/p2");
  request.set_source_etag("7");
  EXPECT_EQ(ReasonOf(tester_.Run(MergePatients{engines_}, lead_, request).status()),
            v1::ERROR_REASON_ETAG_MISMATCH);
  request.set_source_etag(Find("p2").etag());
  request.set_etag("7");
  EXPECT_EQ(ReasonOf(tester_.Run(MergePatients{engines_}, lead_, request).status()),
            v1::ERROR_REASON_ETAG_MISMATCH);
}

TEST_F(Merging, WhatTheTargetWasGivenSinceStaysWhenItIsTakenBack) {
  tester_.Put(Somebody("p1"));
  auto source = Somebody("p2");
  AddNumber(source, "insurance", "TK 1");
  tester_.Put(source);
  ASSERT_TRUE(Merge("p2", "p1").ok());
  auto target = Find("p1");
  AddNumber(target, "hospital", "H 1");
  target.set_goal("ten kilometres");
  ASSERT_TRUE(Update(target, "identifiers").ok());
  target = Find("p1");
  target.set_goal("ten kilometres");
  ASSERT_TRUE(Update(target, "goal").ok());
  const auto apart = Unmerge("p2", "p1");
  ASSERT_TRUE(apart.ok()) << apart.status();
  ASSERT_EQ(apart->target().identifiers_size(), 1);
  EXPECT_EQ(apart->target().identifiers(0).value(), "H 1");
  EXPECT_EQ(apart->target().goal(), "ten kilometres");
  EXPECT_EQ(apart->source().identifiers(0).value(), "TK 1");
  EXPECT_EQ(ReasonOf(Unmerge("p2", "p1").status()), v1::ERROR_REASON_STATE_FORBIDS);
}

TEST_F(Merging, ANumberGivenAwayMeanwhileHoldsTheUnmergeBack) {
  tester_.Put(Somebody("p1"));
  auto source = Somebody("p2");
  AddNumber(source, "insurance", "TK 1");
  tester_.Put(source);
  ASSERT_TRUE(Merge("p2", "p1").ok());
  auto target = Find("p1");
  target.clear_identifiers();
  ASSERT_TRUE(Update(target, "identifiers").ok());
  auto third = Somebody("p3");
  AddNumber(third, "insurance", "TK 1");
  tester_.Put(third);
  EXPECT_EQ(ReasonOf(Unmerge("p2", "p1").status()), v1::ERROR_REASON_RESOURCE_EXISTS);
  EXPECT_EQ(Find("p2").merged_into(), "patients/p1");
}

// Whatever two records hold, merging and taking it back leaves both as they were.
TEST_F(Merging, TakenBackLeavesBothRecordsAsTheyWere) {
  constexpr unsigned kSeed = 4711;
  constexpr int kRounds = 60;
  SCOPED_TRACE(kSeed);
  std::mt19937 random(kSeed);
  const auto maybe = [&random] { return std::bernoulli_distribution(0.5)(random); };
  for (int round = 0; round < kRounds; ++round) {
    std::vector<std::string> ids;
    for (const char* which : {"a", "b", "c"}) {
      const std::string id = which + std::to_string(round);
      auto patient = Somebody(id);
      for (const char* user : {"anna", "ben"}) {
        if (maybe()) patient.add_care_team(std::string("users/") + user);
      }
      for (int n = 0; n < 3; ++n) {
        if (maybe()) AddNumber(patient, "system" + std::to_string(n), id + std::to_string(n));
      }
      for (int kind = 1; kind <= 4; ++kind) {
        if (!maybe()) continue;
        auto& consent = *patient.add_consents();
        consent.set_kind(static_cast<v1::Consent::Kind>(kind));
        consent.set_given_date(maybe() ? "2024-01-01" : "2024-02-02");
      }
      tester_.Put(patient);
      ids.push_back(id);
    }
    const auto source = Lasting(Find(ids[0]));
    const auto second = Lasting(Find(ids[1]));
    const auto target = Lasting(Find(ids[2]));
    ASSERT_TRUE(Merge(ids[0], ids[2]).ok());
    const bool two = maybe();
    if (two) {
      ASSERT_TRUE(Merge(ids[1], ids[2]).ok());
      // The one merged last is taken back first.
      ASSERT_TRUE(Unmerge(ids[1], ids[2]).ok());
    }
    ASSERT_TRUE(Unmerge(ids[0], ids[2]).ok());
    EXPECT_TRUE(MessageDifferencer::Equals(Lasting(Find(ids[0])), source));
    EXPECT_TRUE(MessageDifferencer::Equals(Lasting(Find(ids[1])), second));
    EXPECT_TRUE(MessageDifferencer::Equals(Lasting(Find(ids[2])), target));
  }
}

}  // namespace
}  // namespace midstance::patients

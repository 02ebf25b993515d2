#pragma once

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "midstance/v1/case_service.pb.h"
#include "midstance/v1/patient_service.pb.h"
#include "services/cases/engine/evaluate_case.h"
#include "services/checkins/fixture.h"
#include "services/ledger/check.h"
#include "services/patients/verbs.h"

// For the tests of this folder that merge and part records.
namespace midstance::patients {

// What was merged is one person to the rules: "patients/a" into "patients/b".
class OnePerson : public ::testing::Test {
 protected:
  OnePerson() {
    for (const std::string id : {"a", "b"}) {
      v1::Patient patient;
      patient.set_name("patients/" + id);
      patient.set_birth_date("1984-03-05");
      patient.add_care_team(anna_.name);
      tester_.Put(patient);
      v1::Case of;
      of.set_name(patient.name() + "/cases/c");
      of.set_state(v1::Case::STATE_OPEN);
      tester_.Put(of);
    }
  }
  static std::string CaseOf(const std::string& id) { return "patients/" + id + "/cases/c"; }

  v1::RecordCheckInResponse Record(const std::string& id, v1::RecordCheckInRequest request) {
    request.set_parent(CaseOf(id));
    const auto recorded = tester_.Run(checkins::RecordCheckIn{engines_}, anna_, request);
    EXPECT_TRUE(recorded.ok()) << recorded.status();
    return recorded.ok() ? *recorded : v1::RecordCheckInResponse();
  }
  std::string Etag(const std::string& id) {
    return tester_.Find<v1::Patient>("patients/" + id)->etag();
  }
  void Merge() {
    v1::MergePatientsRequest request;
    request.set_name("patients/b");
    request.set_etag(Etag("b"));
    request.set_source("patients/a");
    request.set_source_etag(Etag("a"));
    request.set_reason("one person");
    const auto merged = tester_.Run(MergePatients{engines_}, lead_, request);
    ASSERT_TRUE(merged.ok()) << merged.status();
  }
  void Unmerge() {
    v1::UnmergePatientsRequest request;
    request.set_name("patients/a");
    request.set_etag(Etag("a"));
    request.set_target_etag(Etag("b"));
    request.set_reason("two persons");
    const auto parted = tester_.Run(UnmergePatients{engines_}, lead_, request);
    ASSERT_TRUE(parted.ok()) << parted.status();
  }
  void Resolve(const std::string& name) {
    auto flag = *tester_.Find<v1::Escalation>(name);
    flag.set_state(v1::Escalation::STATE_RESOLVED);
    *flag.mutable_resolution()->mutable_resolve_time() = TimestampOf(tester_.now);
    ASSERT_TRUE(tester_.Write([&](auto& w) { return w.Update(flag, tester_.now); }).ok());
  }
  // All of the record.
  std::vector<v1::Escalation> Flags(const std::string& id) {
    std::vector<v1::Escalation> flags;
    const auto read =
        tester_.store().Read(std::string(rpc::VerbTester::kClinic), [&](const auto& reader) {
          return reader.template ForEach<v1::Escalation>(
              {.name_prefix = "patients/" + id + "/"},
              [&](v1::Escalation& flag) { flags.push_back(std::move(flag)); });
        });
    EXPECT_TRUE(read.ok()) << read;
    return flags;
  }
  static std::set<std::string> EvidenceOf(const v1::Escalation& flag) {
    std::set<std::string> entries;
    for (const auto& firing : flag.firings()) {
      for (const auto& one : firing.result().evidence()) entries.insert(one.entry());
    }
    return entries;
  }
  // Families of what holds.
  std::set<std::string> Holding(const std::string& id) {
    v1::EvaluateCaseRequest request;
    request.set_name(CaseOf(id));
    const auto evaluated = tester_.Run(cases::EvaluateCase{engines_}, anna_, request);
    EXPECT_TRUE(evaluated.ok()) << evaluated.status();
    std::set<std::string> families;
    if (!evaluated.ok()) return families;
    for (const auto& result : evaluated->evaluation().results()) {
      if (result.truth() == rules::v1::HOLDS) families.insert(result.family());
    }
    return families;
  }
  std::vector<std::string> Violations() {
    const auto found = ledger::Check(tester_.store(), engines_,
                                     std::string(rpc::VerbTester::kClinic), tester_.now);
    EXPECT_TRUE(found.ok()) << found.status();
    std::vector<std::string> texts;
    if (!found.ok()) return texts;
    for (const auto& one : found->violations) texts.push_back(one.resource + " " + one.what);
    return texts;
  }

  cases::Engines engines_{rules::CoreInUtc()};
  rpc::VerbTester tester_;
  rpc::Principal lead_ = tester_.AddUser("lea", {options::v1::ROLE_LEAD_CLINICIAN});
  rpc::Principal anna_ = tester_.AddUser("anna", {options::v1::ROLE_CLINICIAN});
};

}  // namespace midstance::patients

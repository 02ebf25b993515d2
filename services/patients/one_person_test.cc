#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <set>
#include <string>
#include <vector>

#include "midstance/v1/case_service.pb.h"
#include "midstance/v1/patient_service.pb.h"
#include "services/cases/engine/evaluate_case.h"
#include "services/cases/engine/person.h"
#include "services/checkins/fixture.h"
#include "services/ledger/check.h"
#include "services/patients/verbs.h"

namespace midstance::patients {
namespace {

using checkins::Hot;
using checkins::Swollen;
using std::chrono::days;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;
using v1::Escalation;

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
    auto flag = *tester_.Find<Escalation>(name);
    flag.set_state(Escalation::STATE_RESOLVED);
    *flag.mutable_resolution()->mutable_resolve_time() = TimestampOf(tester_.now);
    ASSERT_TRUE(tester_.Write([&](auto& w) { return w.Update(flag, tester_.now); }).ok());
  }
  // All of the record.
  std::vector<Escalation> Flags(const std::string& id) {
    std::vector<Escalation> flags;
    const auto read =
        tester_.store().Read(std::string(rpc::VerbTester::kClinic), [&](const auto& reader) {
          return reader.template ForEach<Escalation>(
              {.name_prefix = "patients/" + id + "/"},
              [&](Escalation& flag) { flags.push_back(std::move(flag)); });
        });
    EXPECT_TRUE(read.ok()) << read;
    return flags;
  }
  static std::set<std::string> EvidenceOf(const Escalation& flag) {
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

TEST_F(OnePerson, ARunThatBeganInAMergedRecordIsCompletedByACheckInInTheTarget) {
  const auto first = Record("a", Swollen()).check_in();
  tester_.now += days{1};
  Merge();
  EXPECT_THAT(Flags("a"), IsEmpty());
  tester_.now += days{7};
  const auto second = Record("b", Swollen());
  ASSERT_THAT(second.escalations(), SizeIs(1));
  EXPECT_EQ(second.escalations(0).family(), "swelling");
  EXPECT_THAT(EvidenceOf(second.escalations(0)),
              UnorderedElementsAre(first.name(), second.check_in().name()));
  EXPECT_THAT(Flags("b"), SizeIs(1));
  EXPECT_THAT(Flags("a"), IsEmpty());
  EXPECT_THAT(Violations(), IsEmpty());
}

TEST_F(OnePerson, ACheckInInTheMergedRecordCompletesARunThatBeganInTheTarget) {
  Record("b", Swollen());
  Merge();
  tester_.now += days{8};
  EXPECT_THAT(Record("a", Swollen()).escalations(), SizeIs(1));
}

TEST_F(OnePerson, TheMergeItselfRaisesWhatTheTwoHalvesAmountTo) {
  Record("a", Swollen());
  tester_.now += days{8};
  Record("b", Swollen());
  ASSERT_THAT(Flags("b"), IsEmpty());
  Merge();
  ASSERT_THAT(Flags("b"), SizeIs(1));
  EXPECT_EQ(Flags("b").front().family(), "swelling");
  EXPECT_THAT(Flags("a"), IsEmpty());
  EXPECT_THAT(Violations(), IsEmpty());
}

TEST_F(OnePerson, TheMergeRaisesWhatHeldForAWhileAndDoesNotAnyMore) {
  Record("a", Swollen());
  tester_.now += days{8};
  Record("b", Swollen());
  tester_.now += days{1};
  Record("b", checkins::OnKnee("swelling", 0));
  tester_.now += days{1};
  Merge();
  EXPECT_THAT(Flags("b"), SizeIs(1));
  EXPECT_THAT(Violations(), IsEmpty());
}

TEST_F(OnePerson, AFlagThatIsOpenInOneRecordIsNotOpenedInTheOther) {
  ASSERT_THAT(Record("a", Hot()).escalations(), SizeIs(1));
  const auto before = Flags("a").front();
  tester_.now += days{1};
  Merge();
  const auto again = Record("b", Hot());
  ASSERT_THAT(again.escalations(), SizeIs(1));
  EXPECT_EQ(again.escalations(0).name(), before.name());
  EXPECT_THAT(Flags("a"), SizeIs(1));
  EXPECT_THAT(Flags("b"), IsEmpty());
  EXPECT_THAT(Violations(), IsEmpty());
}

TEST_F(OnePerson, FlagsThatBothRecordsHadStayTwoAndNoneIsAdded) {
  Record("a", Hot());
  Record("b", Hot());
  tester_.now += days{1};
  Merge();
  Record("b", Hot());
  EXPECT_THAT(Flags("a"), SizeIs(1));
  EXPECT_THAT(Flags("b"), SizeIs(1));
  EXPECT_THAT(Violations(), IsEmpty());
}

TEST_F(OnePerson, WhatWasAnsweredInOneRecordWithoutKnowingTheOtherIsAskedAgain) {
  Record("a", Swollen());
  tester_.now += days{8};
  Record("a", Swollen());
  tester_.now += days{1};
  Record("b", Swollen());
  ASSERT_THAT(Flags("a"), SizeIs(1));
  tester_.now += days{1};
  Resolve(Flags("a").front().name());
  tester_.now += days{1};
  Merge();
  // The report in the target is part of the run, and nobody was shown it who resolved the flag.
  EXPECT_EQ(Flags("a").size() + Flags("b").size(), 2U);
}

TEST_F(OnePerson, WhatWasAnsweredAndRestsOnItsOwnRecordAloneIsNotAskedAgain) {
  Record("a", Hot());
  tester_.now += days{1};
  Resolve(Flags("a").front().name());
  tester_.now += days{1};
  Merge();
  EXPECT_THAT(Flags("a"), SizeIs(1));
  EXPECT_THAT(Flags("b"), IsEmpty());
}

TEST_F(OnePerson, ARememberedTimelineShowsWhatTheOtherRecordWasTold) {
  Merge();
  EXPECT_THAT(Holding("b"), IsEmpty());
  EXPECT_THAT(Holding("a"), IsEmpty());
  Record("a", Hot());
  const auto told = Holding("a");
  EXPECT_FALSE(told.empty());
  EXPECT_EQ(Holding("b"), told);
  Record("b", checkins::OnKnee("swelling", 0));
  EXPECT_EQ(Holding("a"), Holding("b"));
}

TEST_F(OnePerson, UnmergingPartsTheRecordsForTheRulesToo) {
  Record("a", Swollen());
  tester_.now += days{1};
  Merge();
  EXPECT_THAT(Holding("b"), IsEmpty());
  Unmerge();
  tester_.now += days{7};
  EXPECT_THAT(Record("b", Swollen()).escalations(), IsEmpty());
  EXPECT_THAT(Holding("b"), IsEmpty());
  EXPECT_THAT(Record("a", Swollen()).escalations(), SizeIs(1));
}

TEST_F(OnePerson, AFlagThatRestedOnBothRecordsWaitsForAPersonWhenTheyAreParted) {
  Record("a", Swollen());
  tester_.now += days{8};
  Record("b", Swollen());
  Merge();
  ASSERT_THAT(Flags("b"), SizeIs(1));
  Unmerge();
  ASSERT_THAT(Flags("b"), SizeIs(1));
  EXPECT_EQ(Flags("b").front().state(), Escalation::STATE_EVIDENCE_CHANGED);
  EXPECT_THAT(Flags("a"), IsEmpty());
  EXPECT_THAT(Violations(), IsEmpty());
}

TEST_F(OnePerson, UnmergingRaisesInEachRecordWhatTheOtherHeldForIt) {
  Record("a", Hot());
  Merge();
  tester_.now += days{1};
  Record("b", Hot());
  ASSERT_THAT(Flags("b"), IsEmpty());
  Unmerge();
  ASSERT_THAT(Flags("b"), SizeIs(1));
  EXPECT_EQ(Flags("b").front().state(), Escalation::STATE_OPEN);
  EXPECT_EQ(Flags("a").front().state(), Escalation::STATE_OPEN);
  EXPECT_THAT(Violations(), IsEmpty());
}

TEST_F(OnePerson, APersonIsTheSameFromWhicheverOfHerRecords) {
  const auto records = [&](const std::string& id) {
    std::vector<std::string> found;
    const auto read = tester_.store().Read(
        std::string(rpc::VerbTester::kClinic), [&](const storage::Reader& reader) -> absl::Status {
          MIDSTANCE_ASSIGN_OR_RETURN(auto person, cases::PersonOf(reader, id));
          found = std::move(person.records);
          return absl::OkStatus();
        });
    EXPECT_TRUE(read.ok()) << read;
    return found;
  };
  EXPECT_THAT(records("a"), ElementsAre("a"));
  Merge();
  EXPECT_THAT(records("a"), ElementsAre("b", "a"));
  EXPECT_THAT(records("b"), ElementsAre("b", "a"));
  Unmerge();
  EXPECT_THAT(records("b"), ElementsAre("b"));
}

}  // namespace
}  // namespace midstance::patients

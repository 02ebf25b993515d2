#include <gmock/gmock.h>

#include <future>
#include <latch>
#include <stdexcept>

#include "conformance.h"
#include "storage/tables/all.h"

namespace midstance::storage::testing {
namespace {

using midstance::v1::Case;
using midstance::v1::CheckIn;
using midstance::v1::Patient;
using ::testing::ElementsAre;

class Writes : public StoreContract {
 protected:
  void SetUp() override {
    StoreContract::SetUp();
    for (const char* id : {"p1", "p2", "p3"}) {
      ASSERT_TRUE(Insert(store(), APatient(id)).ok());
      ASSERT_TRUE(Insert(store(), ACase(id, "c1")).ok());
    }
  }

  WriteUnit CheckInUnit(const std::string& patient, const std::string& id) {
    auto unit = Decide(store(), kClinic, [&](Writer& w) {
      CheckIn check_in = ACheckIn(patient, "c1", id);
      return w.Insert(check_in, kNow);
    });
    EXPECT_TRUE(unit.ok()) << unit.status();
    return *std::move(unit);
  }

  WriteUnit WithKey(WriteUnit unit, const std::string& key, const std::string& reply) {
    unit.request_key = key;
    unit.request_digest = std::string(32, 'd');
    unit.reply = reply;
    return unit;
  }

  Outcome Submitted(const WriteUnit& unit) { return SubmitTogether(store(), {unit}).front(); }

  std::int64_t LastChange() {
    std::int64_t change = -1;
    EXPECT_TRUE(store()
                    .Read(kClinic,
                          [&](const Reader& reader) -> absl::Status {
                            MIDSTANCE_ASSIGN_OR_RETURN(change, reader.LastChange());
                            return absl::OkStatus();
                          })
                    .ok());
    return change;
  }

  std::int64_t PatientVersion(const std::string& patient) {
    std::int64_t version = -1;
    EXPECT_TRUE(store()
                    .Read(kClinic,
                          [&](const Reader& reader) -> absl::Status {
                            MIDSTANCE_ASSIGN_OR_RETURN(version, reader.PatientVersion(patient));
                            return absl::OkStatus();
                          })
                    .ok());
    return version;
  }

  bool Has(const std::string& patient, const std::string& id) {
    return Get<CheckIn>(store(), "patients/" + patient + "/cases/c1/checkIns/" + id).ok();
  }
};

TEST_P(Writes, AFailingUnitLeavesNoTraceAndHarmsNoNeighbour) {
  ASSERT_TRUE(Insert(store(), ACheckIn("p2", "c1", "taken")).ok());
  const std::int64_t before = LastChange();
  WriteUnit half_bad = CheckInUnit("p2", "good");
  WriteUnit bad = CheckInUnit("p2", "taken");
  half_bad.mutations.push_back(bad.mutations[0]);
  std::vector<WriteUnit> units;
  units.push_back(CheckInUnit("p1", "a"));
  units.push_back(std::move(half_bad));
  units.push_back(CheckInUnit("p3", "b"));
  const std::vector<Outcome> outcomes = SubmitTogether(store(), std::move(units));
  EXPECT_TRUE(outcomes[0].status.ok()) << outcomes[0].status;
  EXPECT_EQ(ReasonOf(outcomes[1].status), midstance::v1::ERROR_REASON_RESOURCE_EXISTS);
  EXPECT_TRUE(outcomes[2].status.ok()) << outcomes[2].status;
  EXPECT_TRUE(Has("p1", "a"));
  EXPECT_FALSE(Has("p2", "good"));
  EXPECT_TRUE(Has("p3", "b"));
  EXPECT_EQ(outcomes[0].committed.change, before + 1);
  EXPECT_EQ(outcomes[2].committed.change, before + 2);
  EXPECT_EQ(LastChange(), before + 2);
}

TEST_P(Writes, AUnitDecidedOnAPatientThatMovedIsStale) {
  std::vector<WriteUnit> units;
  units.push_back(CheckInUnit("p1", "a"));
  units.push_back(CheckInUnit("p1", "b"));
  units.push_back(CheckInUnit("p2", "c"));
  const std::int64_t version = PatientVersion("p1");
  const std::vector<Outcome> outcomes = SubmitTogether(store(), std::move(units));
  EXPECT_TRUE(outcomes[0].status.ok() && !outcomes[0].stale);
  EXPECT_TRUE(outcomes[1].stale);
  EXPECT_TRUE(outcomes[2].status.ok() && !outcomes[2].stale);
  EXPECT_FALSE(Has("p1", "b"));
  EXPECT_EQ(PatientVersion("p1"), version + 1);
}

TEST_P(Writes, AUnitDecidedOnARowThatMovedAppearedOrWentIsStale) {
  const auto decided_on = [&](const std::string& name) {
    auto unit = Decide(store(), kClinic, [&](Writer& w) -> absl::Status {
      MIDSTANCE_RETURN_IF_ERROR(w.GetGuarded<v1::ActiveRules>(name).status());
      v1::RulesRound other;
      other.set_name("ruleSets/decided-on-" + name.substr(name.find('/') + 1));
      return w.Insert(other, kNow);
    });
    EXPECT_TRUE(unit.ok()) << unit.status();
    return *std::move(unit);
  };
  v1::ActiveRules row;
  row.set_name("ruleSets/there");
  ASSERT_TRUE(Insert(store(), row).ok());
  row = *Get<v1::ActiveRules>(store(), row.name());
  const auto as_it_is = decided_on("ruleSets/there");
  const auto as_it_was = decided_on("ruleSets/there");
  const auto without = decided_on("ruleSets/appears");
  EXPECT_TRUE(Submitted(as_it_is).status.ok());

  row.set_revision("ruleSets/there/revisions/next");
  ASSERT_TRUE(Write(store(), kClinic, [&](Writer& w) { return w.Update(row, kNow); }).ok());
  v1::ActiveRules appears;
  appears.set_name("ruleSets/appears");
  ASSERT_TRUE(Insert(store(), appears).ok());
  const std::int64_t before = LastChange();
  EXPECT_TRUE(Submitted(as_it_was).stale);
  EXPECT_TRUE(Submitted(without).stale);
  EXPECT_EQ(LastChange(), before);
  EXPECT_FALSE(Get<v1::RulesRound>(store(), "ruleSets/decided-on-appears").ok());
}

TEST_P(Writes, AUnitMayChangeTheRowThatItWasDecidedOn) {
  v1::ActiveRules row;
  row.set_name("ruleSets/there");
  ASSERT_TRUE(Insert(store(), row).ok());
  auto unit = Decide(store(), kClinic, [&](Writer& w) -> absl::Status {
    MIDSTANCE_ASSIGN_OR_RETURN(auto found, w.GetGuarded<v1::ActiveRules>(row.name()));
    found->set_activations(7);
    MIDSTANCE_RETURN_IF_ERROR(w.Update(*found, kNow));
    // What the unit itself wrote is no reason to decide it again.
    return w.GetGuarded<v1::ActiveRules>(row.name()).status();
  });
  ASSERT_TRUE(unit.ok()) << unit.status();
  EXPECT_TRUE(Submitted(*unit).status.ok());
  EXPECT_EQ(Get<v1::ActiveRules>(store(), row.name())->activations(), 7);
}

TEST_P(Writes, WhatTheWriterDecidesItselfIsNeverStale) {
  std::latch answered(8);
  for (int i = 0; i < 8; ++i) {
    Submission submission;
    submission.clinic = kClinic;
    submission.decide = [i](const Reader& reader) -> absl::StatusOr<WriteUnit> {
      Writer writer(reader);
      CheckIn check_in = ACheckIn("p1", "c1", "n" + std::to_string(i));
      MIDSTANCE_RETURN_IF_ERROR(writer.Insert(check_in, kNow));
      return writer.Take();
    };
    submission.done = [&answered](const Outcome& outcome) {
      EXPECT_TRUE(outcome.status.ok() && !outcome.stale) << outcome.status;
      answered.count_down();
    };
    ASSERT_TRUE(store().Submit(std::move(submission)).ok());
  }
  answered.wait();
  EXPECT_EQ(Names<CheckIn>(store(), {.name_prefix = "patients/p1/"}).size(), 8U);
}

TEST_P(Writes, ARepeatedRequestGetsTheStoredReplyAndWritesNothing) {
  ASSERT_TRUE(
      SubmitTogether(store(), {WithKey(CheckInUnit("p1", "a"), "key", "first")})[0].status.ok());
  const std::int64_t before = LastChange();
  const auto again = SubmitTogether(store(), {WithKey(CheckInUnit("p1", "b"), "key", "second")})[0];
  ASSERT_TRUE(again.status.ok()) << again.status;
  ASSERT_TRUE(again.committed.reply.has_value());
  EXPECT_EQ(again.committed.reply->reply(), "first");
  EXPECT_FALSE(Has("p1", "b"));
  EXPECT_EQ(LastChange(), before);
  EXPECT_TRUE(store()
                  .Read(kClinic,
                        [](const Reader& reader) -> absl::Status {
                          MIDSTANCE_ASSIGN_OR_RETURN(const auto reply, reader.FindReply("key"));
                          EXPECT_EQ(reply->reply(), "first");
                          MIDSTANCE_ASSIGN_OR_RETURN(const auto none, reader.FindReply("other"));
                          EXPECT_FALSE(none.has_value());
                          return absl::OkStatus();
                        })
                  .ok());
}

TEST_P(Writes, TwoOfTheSameRequestInOneBatchAreOneWrite) {
  std::vector<WriteUnit> units;
  units.push_back(WithKey(CheckInUnit("p1", "a"), "key", "first"));
  units.push_back(WithKey(CheckInUnit("p1", "b"), "key", "second"));
  const std::vector<Outcome> outcomes = SubmitTogether(store(), std::move(units));
  ASSERT_TRUE(outcomes[0].status.ok());
  EXPECT_FALSE(outcomes[0].committed.reply.has_value());
  ASSERT_TRUE(outcomes[1].status.ok());
  ASSERT_TRUE(outcomes[1].committed.reply.has_value());
  EXPECT_EQ(outcomes[1].committed.reply->reply(), "first");
  EXPECT_TRUE(Has("p1", "a"));
  EXPECT_FALSE(Has("p1", "b"));
}

TEST_P(Writes, ARequestIdWithAnotherBodyIsRefused) {
  ASSERT_TRUE(
      SubmitTogether(store(), {WithKey(CheckInUnit("p1", "a"), "key", "first")})[0].status.ok());
  WriteUnit other = WithKey(CheckInUnit("p1", "b"), "key", "second");
  other.request_digest = std::string(32, 'e');
  EXPECT_EQ(ReasonOf(SubmitTogether(store(), {std::move(other)})[0].status),
            midstance::v1::ERROR_REASON_REQUEST_ID_REUSED);
}

TEST_P(Writes, ChangeNumbersFollowCommitsWithoutGaps) {
  const std::int64_t before = LastChange();
  std::vector<std::int64_t> told;
  std::vector<WriteUnit> units;
  for (int i = 0; i < 5; ++i)
    units.push_back(CheckInUnit(i % 2 == 0 ? "p1" : "p2", "n" + std::to_string(i)));
  for (const Outcome& outcome : SubmitTogether(store(), std::move(units))) {
    if (outcome.status.ok() && !outcome.stale) told.push_back(outcome.committed.change);
  }
  EXPECT_THAT(told, ElementsAre(before + 1, before + 2));
  EXPECT_EQ(LastChange(), before + 2);
  ASSERT_TRUE(Insert(store(), ACheckIn("p3", "c1", "later")).ok());
  EXPECT_EQ(LastChange(), before + 3);
}

TEST_P(Writes, WhatIsToldIsCommitted) {
  std::int64_t woken = 0;
  bool hook_saw_row = false;
  store().OnCommit([&](const std::string& clinic, std::int64_t change) {
    EXPECT_EQ(clinic, kClinic);
    woken = change;
  });
  WriteUnit unit = CheckInUnit("p1", "a");
  unit.after_commit.emplace_back([&] { hook_saw_row = Has("p1", "a"); });
  const Outcome outcome = SubmitTogether(store(), {std::move(unit)})[0];
  EXPECT_TRUE(hook_saw_row);
  EXPECT_EQ(woken, outcome.committed.change);
}

TEST_P(Writes, AUnitThatWritesNothingMovesNoPatientAndRunsNoHook) {
  bool ran = false;
  const std::int64_t version = PatientVersion("p1");
  WriteUnit unit;
  unit.clinic = kClinic;
  unit.patients.emplace_back("p1", version);
  unit.after_commit.emplace_back([&ran] { ran = true; });
  EXPECT_TRUE(SubmitTogether(store(), {std::move(unit)})[0].status.ok());
  EXPECT_FALSE(ran);
  EXPECT_EQ(PatientVersion("p1"), version);
}

TEST_P(Writes, HooksOfARefusedUnitDoNotRun) {
  bool ran = false;
  ASSERT_TRUE(Insert(store(), ACheckIn("p1", "c1", "taken")).ok());
  WriteUnit unit = CheckInUnit("p1", "taken");
  unit.after_commit.emplace_back([&ran] { ran = true; });
  EXPECT_FALSE(SubmitTogether(store(), {std::move(unit)})[0].status.ok());
  EXPECT_FALSE(ran);
}

TEST_P(Writes, ACallerWhoseTimeIsUpWritesNothing) {
  std::promise<Outcome> told;
  Submission late;
  late.unit = CheckInUnit("p1", "a");
  late.clinic = kClinic;
  late.expired = [] { return true; };
  late.done = [&told](Outcome outcome) { told.set_value(std::move(outcome)); };
  ASSERT_TRUE(store().Submit(std::move(late)).ok());
  EXPECT_EQ(ReasonOf(told.get_future().get().status), midstance::v1::ERROR_REASON_DEADLINE_PASSED);
  EXPECT_FALSE(Has("p1", "a"));
}

TEST_P(Writes, AReaderThatThrowsGivesItsSnapshotBack) {
  for (int i = 0; i < 20; ++i) {
    EXPECT_THROW(
        static_cast<void>(store().Read(
            kClinic, [](const Reader&) -> absl::Status { throw std::runtime_error("x"); })),
        std::runtime_error);
  }
  EXPECT_TRUE(Insert(store(), ACheckIn("p1", "c1", "a")).ok());
  EXPECT_TRUE(Has("p1", "a"));
}

TEST_P(Writes, ADecisionThatThrowsIsRefusedAndTheWriterGoesOn) {
  const auto refused = store().Write(
      kClinic, [](const Reader&) -> absl::StatusOr<WriteUnit> { throw std::runtime_error("x"); });
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kInternal);
  EXPECT_TRUE(Insert(store(), ACheckIn("p1", "c1", "a")).ok());
}

TEST_P(Writes, NothingIsWrittenIntoAnotherClinicThanTheSubmissionNames) {
  WriteUnit unit = CheckInUnit("p1", "a");
  unit.clinic = "elsewhere";
  EXPECT_TRUE(store().Write(kClinic, [&unit](const Reader&) { return unit; }).ok());
  EXPECT_TRUE(Has("p1", "a"));
}

TEST_P(Writes, ASnapshotStaysStillWhileOthersWrite) {
  std::promise<void> written;
  const absl::Status read = store().Read(kClinic, [&](const Reader& reader) -> absl::Status {
    MIDSTANCE_ASSIGN_OR_RETURN(const std::int64_t before, reader.LastChange());
    Submission submission;
    submission.clinic = kClinic;
    submission.decide = [](const Reader& inner) -> absl::StatusOr<WriteUnit> {
      Writer writer(inner);
      CheckIn check_in = ACheckIn("p1", "c1", "a");
      MIDSTANCE_RETURN_IF_ERROR(writer.Insert(check_in, kNow));
      return writer.Take();
    };
    submission.done = [&written](const Outcome&) { written.set_value(); };
    MIDSTANCE_RETURN_IF_ERROR(store().Submit(std::move(submission)));
    for (int i = 0; i < 50; ++i) {
      MIDSTANCE_ASSIGN_OR_RETURN(const std::int64_t now, reader.LastChange());
      EXPECT_EQ(now, before);
      EXPECT_FALSE(reader.Get<CheckIn>("patients/p1/cases/c1/checkIns/a").ok());
    }
    return absl::OkStatus();
  });
  ASSERT_TRUE(read.ok()) << read;
  written.get_future().wait();
  EXPECT_TRUE(Has("p1", "a"));
}

INSTANTIATE_TEST_SUITE_P(Store, Writes, ::testing::ValuesIn(Factories()), NameOfFactory);

}  // namespace
}  // namespace midstance::storage::testing

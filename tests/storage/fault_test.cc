#include <gmock/gmock.h>

#include "faulty_engine.h"
#include "sqlite_stores.h"
#include "storage/journal.h"
#include "storage/sql/sql_store.h"
#include "storage/sqlite/engine.h"
#include "storage/tables/all.h"
#include "world.h"

namespace midstance::storage::testing {
namespace {

using midstance::v1::CheckIn;
using midstance::v1::Escalation;
using sql::FailureKind;

// A store in a file, so that what is on the disk can be read while the writer fails.
class Faults : public ::testing::Test {
 protected:
  std::unique_ptr<Store> OpenStore(const TemporaryFolder& folder) {
    sqlite::EngineOptions engine_options;
    engine_options.file = folder.File("test.db");
    engine_options.sink = [](std::string_view) {};
    auto engine = sqlite::MakeEngine(std::move(engine_options));
    EXPECT_TRUE(engine.ok()) << engine.status();
    sql::StoreOptions options;
    options.new_id = "id";
    options.sink = [](std::string_view) {};
    options.write.now = [] { return kNow; };
    options.write.max_batch = batch_;
    auto store = sql::SqlStore::Make(MakeFaulty(*std::move(engine), plan_), std::move(options));
    EXPECT_TRUE(store.ok()) << store.status();
    return *std::move(store);
  }

  // A check-in and the escalation that it raised.
  WriteUnit Flagged(Store& store, const std::string& patient) {
    auto unit = Decide(store, kClinic, [&](Writer& w) -> absl::Status {
      CheckIn check_in = ACheckIn(patient, "c1", "a");
      MIDSTANCE_RETURN_IF_ERROR(w.Insert(check_in, kNow));
      Escalation escalation = AnEscalation(patient, "c1", "e");
      return w.Insert(escalation, kNow);
    });
    EXPECT_TRUE(unit.ok()) << unit.status();
    unit->journal.set_record("recorded");
    unit->request_key = "key of " + patient;
    unit->request_digest = std::string(32, 'd');
    return *std::move(unit);
  }

  // All of what Flagged writes (true), or nothing of it (false).
  static bool Whole(Store& store, const std::string& patient) {
    const std::string under = "patients/" + patient + "/cases/c1/";
    const bool check_in = Get<CheckIn>(store, under + "checkIns/a").ok();
    EXPECT_EQ(Get<Escalation>(store, under + "escalations/e").ok(), check_in);
    EXPECT_TRUE(store
                    .Read(kClinic,
                          [&](const Reader& reader) -> absl::Status {
                            MIDSTANCE_ASSIGN_OR_RETURN(const auto reply,
                                                       reader.FindReply("key of " + patient));
                            EXPECT_EQ(reply.has_value(), check_in);
                            MIDSTANCE_ASSIGN_OR_RETURN(const std::int64_t version,
                                                       reader.PatientVersion(patient));
                            EXPECT_EQ(version, check_in ? 2 : 1);
                            return absl::OkStatus();
                          })
                    .ok());
    return check_in;
  }

  // Fails every statement of a batch in turn. Returns how many there are.
  int FailEveryStatement(FailureKind kind, bool ends_transaction) {
    for (int n = 1;; ++n) {
      SCOPED_TRACE("statement " + std::to_string(n));
      const TemporaryFolder folder;
      const std::unique_ptr<Store> store = OpenStore(folder);
      for (const char* id : {"p1", "p2"}) EXPECT_TRUE(Insert(*store, APatient(id)).ok());
      std::vector<WriteUnit> units;
      units.push_back(Flagged(*store, "p1"));
      units.push_back(Flagged(*store, "p2"));
      // A repetition of the first: refused and undone, or kept when the first was not.
      units.push_back(Flagged(*store, "p1"));
      plan_.kind = kind;
      plan_.ends_transaction = ends_transaction;
      armed_ = n;
      const std::vector<Outcome> outcomes = SubmitTogetherArmed(*store, std::move(units));
      const bool fired = plan_.until_failure.exchange(0) <= 0;
      EXPECT_EQ(Whole(*store, "p1"), outcomes[0].status.ok() || outcomes[2].status.ok())
          << outcomes[0].status;
      EXPECT_EQ(Whole(*store, "p2"), outcomes[1].status.ok()) << outcomes[1].status;
      const auto verdict = VerifyJournal(*store, kClinic);
      EXPECT_TRUE(verdict.ok() && !verdict->first_bad.has_value());
      if (store->CheckReady().ok()) {
        EXPECT_TRUE(Insert(*store, APatient("p3")).ok());
      } else {
        EXPECT_FALSE(Insert(*store, APatient("p3")).ok());
      }
      if (!fired || ::testing::Test::HasFailure()) return n - 1;
    }
  }

  // The plan begins with the batch, after the rollback of the empty one that holds the queue.
  std::vector<Outcome> SubmitTogetherArmed(Store& store, std::vector<WriteUnit> units) {
    return SubmitTogether(store, std::move(units), [this] { plan_.until_failure = armed_ + 1; });
  }

  FaultPlan plan_;
  int armed_ = 0;
  std::size_t batch_ = 128;
};

TEST_F(Faults, AnyStatementMayFailAndEveryUnitIsWholeOrAbsent) {
  EXPECT_GT(FailEveryStatement(FailureKind::kOther, false), 15);
}

TEST_F(Faults, TheEngineMayLoseTheTransactionAtAnyStatement) {
  EXPECT_GT(FailEveryStatement(FailureKind::kFull, true), 15);
}

TEST_F(Faults, AfterACommitThatTheDiskRefusedNothingIsTriedAgain) {
  const TemporaryFolder folder;
  {
    const std::unique_ptr<Store> store = OpenStore(folder);
    ASSERT_TRUE(Insert(*store, APatient("p1")).ok());
    int refused_at = 0;
    for (int n = 1; store->CheckReady().ok() && n < 50; ++n) {
      auto unit = Decide(*store, kClinic, [&](Writer& w) {
        CheckIn check_in = ACheckIn("p1", "c1", "n" + std::to_string(n));
        return w.Insert(check_in, kNow);
      });
      plan_.kind = FailureKind::kOther;
      std::vector<WriteUnit> units;
      units.push_back(*std::move(unit));
      armed_ = n;
      SubmitTogetherArmed(*store, std::move(units));
      plan_.until_failure = 0;
      refused_at = n;
    }
    EXPECT_LT(refused_at, 50);
    EXPECT_EQ(ReasonOf(Insert(*store, APatient("p2")).status()),
              midstance::v1::ERROR_REASON_STORE_UNAVAILABLE);
    EXPECT_TRUE(Get<midstance::v1::Patient>(*store, "patients/p1").ok());
  }
  const std::unique_ptr<Store> again = OpenStore(folder);
  EXPECT_TRUE(Insert(*again, APatient("p2")).ok());
}

TEST_F(Faults, WhatWaitsBehindARefusedCommitIsRefusedToo) {
  batch_ = 1;
  int refused_commits = 0;
  for (int n = 1; n < 60; ++n) {
    SCOPED_TRACE(n);
    const TemporaryFolder folder;
    const std::unique_ptr<Store> store = OpenStore(folder);
    for (const char* id : {"p1", "p2"}) EXPECT_TRUE(Insert(*store, APatient(id)).ok());
    std::vector<WriteUnit> units;
    units.push_back(Flagged(*store, "p1"));
    units.push_back(Flagged(*store, "p2"));
    plan_.kind = FailureKind::kOther;
    plan_.ends_transaction = false;
    armed_ = n;
    const auto outcomes = SubmitTogetherArmed(*store, std::move(units));
    plan_.until_failure = 0;
    if (store->CheckReady().ok() || outcomes[0].status.ok()) continue;
    ++refused_commits;
    EXPECT_FALSE(outcomes[1].status.ok()) << "committed after the refusal";
  }
  EXPECT_GT(refused_commits, 0);
}

}  // namespace
}  // namespace midstance::storage::testing

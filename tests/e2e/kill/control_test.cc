#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/time.h"
#include "tests/e2e/kill/fixture.h"
#include "tests/storage/tamper.h"

// The kill test's own test: of stores that did lose something it must say what. Each takes rows
// away from the file between two lives of the server, as a disk that forgot them would.
namespace midstance::e2e {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr int kAnswers = 60;

class LossyStore : public KillTest {
 protected:
  void SetUp() override {
    ASSERT_NO_FATAL_FAILURE(KillTest::SetUp());
    workers_ = LoadAndKill(0, kAnswers);
    ASSERT_FALSE(workers_.empty());
    ASSERT_EQ(server_->Stop(), absl::OkStatus());
  }

  // What the replay and the comparison find wrong once `sql` was run on the file.
  std::vector<std::string> WrongAfter(const std::string& sql) {
    storage::testing::Tamper(data_ + "/midstance.db", sql);
    StartServer();
    std::vector<std::string> wrong;
    Ledger ledger;
    for (Worker& worker : workers_) {
      for (auto& found : Replay(worker, ledger)) wrong.push_back(std::move(found));
      for (const auto& name : worker.cases()) {
        for (auto& found : CheckCase(name, ledger.by_case[name])) wrong.push_back(std::move(found));
      }
    }
    return wrong;
  }
  static Instant EnteredTime(const Write& write) { return InstantOf(write.answer.create_time()); }
  // The last check-in that some worker was told is recorded, with or without a flag.
  const Write& LastRecorded(bool flagged) {
    const Write* last = nullptr;
    for (Worker& worker : workers_) {
      for (const Write& write : worker.writes()) {
        const bool recorded = write.acknowledged && write.kind == Write::Kind::kRecord;
        if (recorded && write.flagged == flagged &&
            (last == nullptr || EnteredTime(write) > EnteredTime(*last)))
          last = &write;
      }
    }
    EXPECT_NE(last, nullptr);
    static const Write kNone;
    return last == nullptr ? kNone : *last;
  }

  std::vector<Worker> workers_;
};

TEST_F(LossyStore, OfWhichNothingIsTakenHasNothingWrong) {
  EXPECT_THAT(WrongAfter("SELECT 1"), IsEmpty());
}

TEST_F(LossyStore, IsCaughtWhenAnAcknowledgedCheckInIsGone) {
  const std::string name = LastRecorded(false).answer.name();
  EXPECT_THAT(WrongAfter("DELETE FROM check_ins WHERE name = '" + name + "'"),
              Contains(name + " was acknowledged and lost"));
}

TEST_F(LossyStore, IsCaughtWhenTheLastTransactionsAreGone) {
  const Write& last = LastRecorded(false);
  const std::string name = last.answer.name();
  EXPECT_THAT(WrongAfter("DELETE FROM check_ins WHERE create_time >= " +
                         std::to_string(MicrosOf(EnteredTime(last))) +
                         "; DELETE FROM journal WHERE change > (SELECT max(change) - 200 FROM "
                         "journal)"),
              Contains(name + " was acknowledged and is forgotten"));
}

TEST_F(LossyStore, IsCaughtWhenAnEscalationIsGone) {
  const Write& flagged = LastRecorded(true);
  ASSERT_FALSE(flagged.escalations.empty());
  const std::string name = flagged.escalations.front();
  EXPECT_THAT(WrongAfter("DELETE FROM escalations WHERE name = '" + name + "'"),
              Contains(HasSubstr(name + " was told and is not there")));
  for (const char* command : {"check", "prove"}) {
    const auto code = RunOnData(MIDSTANCE_PROGRAM, command, data_);
    ASSERT_TRUE(code.ok()) << command << ": " << code.status();
    EXPECT_EQ(*code, 1) << "midstanced " << command;
  }
}

TEST_F(LossyStore, IsCaughtWhenAnAnswerWasToldThatNothingStandsBehind) {
  Write& invented = workers_.front().writes().front();
  ASSERT_TRUE(invented.acknowledged);
  invented.answer.set_name(invented.answer.name() + "x");
  EXPECT_THAT(WrongAfter("SELECT 1"),
              Contains(invented.answer.name() + " was acknowledged and is forgotten"));
}

}  // namespace
}  // namespace midstance::e2e

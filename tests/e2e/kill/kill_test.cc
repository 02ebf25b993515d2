#include <gtest/gtest.h>

#include <condition_variable>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <mutex>
#include <random>
#include <thread>

#include "tests/e2e/harness/server.h"
#include "tests/e2e/kill/verify.h"
#include "tests/e2e/kill/worker.h"

namespace midstance::e2e {
namespace {

constexpr int kWorkers = 6;
constexpr int kCasesOfAWorker = 2;
constexpr std::uint64_t kSeed = 20260301;

int Kills() {
  const char* const wanted = std::getenv("MIDSTANCE_KILLS");
  return wanted == nullptr ? 10 : std::atoi(wanted);
}

// Counts answers, and wakes who waits for the n-th.
class Counter {
 public:
  void Add() {
    const std::lock_guard lock(mutex_);
    ++count_;
    changed_.notify_all();
  }
  bool WaitFor(int count) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds{30}, [&] { return count_ >= count; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int count_ = 0;
};

struct Ledger {
  int kills = 0;
  std::uint64_t acknowledged = 0;
  std::uint64_t flags = 0;
  std::uint64_t in_doubt = 0;  // the server was killed before it answered
  std::uint64_t kept = 0;      // of those: it had committed them
  std::map<std::string, std::vector<Write>> by_case;
};

std::string CaseOf(const Write& write) {
  const std::string& name = write.answer.name();
  return name.substr(0, name.find("/checkIns/"));
}

class KillTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "midstance-kill.XXXXXX");
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
    data_ = folder_ + "/data";
    ASSERT_EQ(InitServer(MIDSTANCE_PROGRAM, data_), absl::OkStatus());
    const auto ca = ReadFile(data_ + "/tls/ca.pem");
    ASSERT_TRUE(ca.ok()) << ca.status();
    ca_ = *ca;
    StartServer();
    const auto admin = SignIn(session_.channel, kAdminUser, 1);
    ASSERT_TRUE(admin.ok()) << admin.status();
    ASSERT_TRUE(CreateLead(session_.channel, *admin, "lena").ok());
    const auto token = SignIn(session_.channel, "lena", 2);
    ASSERT_TRUE(token.ok()) << token.status();
    session_.token = *token;
  }

  void TearDown() override {
    server_.reset();
    if (HasFailure()) {
      std::cout << "the data and the server's log are in " << folder_ << '\n';
    } else {
      std::filesystem::remove_all(folder_);
    }
  }

  void StartServer() {
    auto server = ServerProcess::Start(MIDSTANCE_PROGRAM, data_);
    ASSERT_TRUE(server.ok()) << server.status();
    server_.emplace(*std::move(server));
    session_.channel = Connect(server_->address(), ca_);
  }

  // Load until `answers` calls were answered, then SIGKILL and a new start.
  std::vector<Worker> LoadAndKill(int round, int answers) {
    std::vector<Worker> workers;
    for (int i = 0; i < kWorkers; ++i) {
      std::vector<std::string> cases;
      for (int c = 0; c < kCasesOfAWorker; ++c) {
        const auto made = OpenCase(session_, ++patients_);
        EXPECT_TRUE(made.ok()) << made.status();
        if (made.ok()) cases.push_back(*made);
      }
      if (cases.empty()) return {};
      const auto stream = static_cast<std::uint64_t>(1000 + round * kWorkers + i);
      workers.emplace_back(Session{Connect(server_->address(), ca_), session_.token},
                           std::move(cases), stream, kSeed + stream);
    }
    Counter counter;
    {
      std::vector<std::jthread> threads;
      for (Worker& worker : workers) {
        threads.emplace_back([&] { worker.Run([&] { counter.Add(); }); });
      }
      EXPECT_TRUE(counter.WaitFor(answers));
      EXPECT_EQ(server_->Kill(), absl::OkStatus());
    }
    StartServer();
    return workers;
  }

  // Every write again: the acknowledged ones must give the same answer, those in doubt give theirs.
  void Replay(Worker& worker, Ledger& ledger) {
    std::map<std::string, Held> held;
    for (const std::string& name : worker.cases()) {
      const auto found = ReadCase(session_, name);
      ASSERT_TRUE(found.ok()) << found.status();
      held[name] = *found;
    }
    for (Write& write : worker.writes()) {
      const bool acknowledged = write.acknowledged;
      const v1::CheckIn told = write.answer;
      const absl::Status sent = Send(session_, write);
      ASSERT_EQ(sent, absl::OkStatus()) << told.name();
      const auto found = held[CaseOf(write)].check_ins.find(write.answer.name());
      const bool there = found != held[CaseOf(write)].check_ins.end();
      if (acknowledged) {
        EXPECT_EQ(write.answer.name(), told.name());
        EXPECT_TRUE(there) << told.name() << " was acknowledged and lost";
        ++ledger.acknowledged;
      } else {
        ++ledger.in_doubt;
        const bool kept = write.kind == Write::Kind::kRetract
                              ? there && found->second.state() == v1::RECORD_STATE_RETRACTED
                              : there;
        if (kept) ++ledger.kept;
      }
      if (write.flagged) ++ledger.flags;
      ledger.by_case[CaseOf(write)].push_back(write);
    }
  }

  void CheckCase(const std::string& name, const std::vector<Write>& writes) {
    const auto held = ReadCase(session_, name);
    ASSERT_TRUE(held.ok()) << held.status();
    EXPECT_EQ(Compare(writes, *held), std::vector<std::string>());
  }

  std::string folder_;
  std::string data_;
  std::string ca_;
  std::optional<ServerProcess> server_;
  Session session_;
  std::uint64_t patients_ = 0;
};

TEST_F(KillTest, EveryAcknowledgedWriteIsThereOnceAndNoFlagWithoutItsEscalation) {
  std::cout << "seed " << kSeed << '\n';
  std::mt19937_64 random(kSeed);
  Ledger ledger;
  for (int round = 0; round < Kills(); ++round) {
    std::vector<Worker> workers = LoadAndKill(round, static_cast<int>(20 + random() % 300));
    ++ledger.kills;
    for (Worker& worker : workers) {
      ASSERT_NO_FATAL_FAILURE(Replay(worker, ledger));
      for (const std::string& name : worker.cases()) CheckCase(name, ledger.by_case[name]);
    }
    ASSERT_FALSE(HasFailure()) << "after kill " << ledger.kills;
  }
  for (const auto& [name, writes] : ledger.by_case) CheckCase(name, writes);
  EXPECT_EQ(server_->Stop(), absl::OkStatus());
  std::cout << ledger.kills << " kills, " << ledger.acknowledged << " writes acknowledged, "
            << ledger.in_doubt << " in doubt of which " << ledger.kept << " had been kept, "
            << ledger.flags << " red flags, " << ledger.by_case.size() << " cases, 0 lost\n";
}

}  // namespace
}  // namespace midstance::e2e

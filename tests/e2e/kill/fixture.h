#pragma once

#include <gtest/gtest.h>

#include <condition_variable>
#include <iostream>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "tests/e2e/harness/server.h"
#include "tests/e2e/kill/verify.h"
#include "tests/e2e/kill/worker.h"
#include "tests/support/temporary_folder.h"

// A real server under load that is killed, and what must hold afterwards.
namespace midstance::e2e {

inline constexpr int kWorkers = 6;
inline constexpr int kCasesOfAWorker = 2;
inline constexpr std::uint64_t kSeed = 20260301;

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

inline std::string CaseOf(const Write& write) {
  const std::string& name = write.answer.name();
  return name.substr(0, name.find("/checkIns/"));
}

class KillTest : public ::testing::Test {
 protected:
  void SetUp() override {
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
    if (!HasFailure()) return;
    folder_.Keep();
    std::cout << "the data and the server's log are in " << folder_.path() << '\n';
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

  // Sends every write again: the acknowledged ones must give the same answer and be there, those in
  // doubt give theirs. What is wrong.
  std::vector<std::string> Replay(Worker& worker, Ledger& ledger) {
    std::map<std::string, Held> held;
    for (const std::string& name : worker.cases()) {
      const auto found = ReadCase(session_, name);
      if (!found.ok()) return {name + ": " + found.status().ToString()};
      held[name] = *found;
    }
    std::vector<std::string> wrong;
    for (Write& write : worker.writes()) {
      const bool acknowledged = write.acknowledged;
      const v1::CheckIn told = write.answer;
      const absl::Status sent = Send(session_, write);
      if (!sent.ok()) {
        wrong.push_back(told.name() + ": " + sent.ToString());
        continue;
      }
      const auto found = held[CaseOf(write)].check_ins.find(write.answer.name());
      const bool there = found != held[CaseOf(write)].check_ins.end();
      if (acknowledged) {
        if (write.answer.name() != told.name())
          wrong.push_back(told.name() + " was acknowledged and is forgotten");
        else if (!there)
          wrong.push_back(told.name() + " was acknowledged and lost");
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
    return wrong;
  }

  // What is wrong with a case after these writes.
  std::vector<std::string> CheckCase(const std::string& name, const std::vector<Write>& writes) {
    const auto held = ReadCase(session_, name);
    if (!held.ok()) return {name + ": " + held.status().ToString()};
    return Compare(writes, *held);
  }

  midstance::testing::TemporaryFolder folder_;
  const std::string data_ = folder_.File("data");
  std::string ca_;
  std::optional<ServerProcess> server_;
  Session session_;
  std::uint64_t patients_ = 0;
};

}  // namespace midstance::e2e

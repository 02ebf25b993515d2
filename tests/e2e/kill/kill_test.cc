#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <iostream>
#include <random>

#include "support/testing/trials.h"
#include "tests/e2e/kill/fixture.h"

namespace midstance::e2e {
namespace {

TEST_F(KillTest, EveryAcknowledgedWriteIsThereOnceAndNoFlagWithoutItsEscalation) {
  std::cout << "seed " << kSeed << '\n';
  std::mt19937_64 random(kSeed);
  Ledger ledger;
  const auto kills = static_cast<int>(FromEnvironment("MIDSTANCE_KILLS", 10));
  for (int round = 0; round < kills; ++round) {
    std::vector<Worker> workers = LoadAndKill(round, static_cast<int>(20 + random() % 300));
    ++ledger.kills;
    for (Worker& worker : workers) {
      EXPECT_THAT(Replay(worker, ledger), ::testing::IsEmpty());
      for (const std::string& name : worker.cases())
        EXPECT_THAT(CheckCase(name, ledger.by_case[name]), ::testing::IsEmpty());
    }
    for (const char* command : {"check", "prove"}) {
      const auto code = RunOnData(MIDSTANCE_PROGRAM, command, data_);
      ASSERT_TRUE(code.ok()) << command << ": " << code.status();
      EXPECT_EQ(*code, 0) << "midstanced " << command;
    }
    ASSERT_FALSE(HasFailure()) << "after kill " << ledger.kills;
  }
  for (const auto& [name, writes] : ledger.by_case)
    EXPECT_THAT(CheckCase(name, writes), ::testing::IsEmpty());
  EXPECT_EQ(server_->Stop(), absl::OkStatus());
  std::cout << ledger.kills << " kills, " << ledger.acknowledged << " writes acknowledged, "
            << ledger.in_doubt << " in doubt of which " << ledger.kept << " had been kept, "
            << ledger.flags << " red flags, " << ledger.by_case.size() << " cases, 0 lost\n";
}

}  // namespace
}  // namespace midstance::e2e

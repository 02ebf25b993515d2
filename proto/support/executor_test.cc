#include "support/executor.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <memory>

namespace midstance {
namespace {

// One thread that waits until it is let go, behind a queue of eight.
class BusyExecutor : public ::testing::Test {
 protected:
  void SetUp() override {
    std::promise<void> begun;
    executor_->Run([&begun, gate = gate_.get_future().share()] {
      begun.set_value();
      gate.wait();
    });
    begun.get_future().wait();  // the task has left the queue
  }
  void TearDown() override {
    if (executor_ != nullptr) Release();
  }
  void Release() {
    gate_.set_value();
    executor_.reset();
  }
  // How many more tasks of the priority are taken.
  int TakenOf(Priority priority) {
    int taken = 0;
    while (executor_->TryRun(priority, [this] { ++ran_; })) ++taken;
    return taken;
  }

  std::promise<void> gate_;
  std::atomic<int> ran_ = 0;
  std::unique_ptr<Executor> executor_ = std::make_unique<Executor>("test", 1, 8);
};

TEST_F(BusyExecutor, ShedsByPriorityAsItsQueueFills) {
  EXPECT_EQ(TakenOf(Priority::kFirstToShed), 2);
  EXPECT_EQ(TakenOf(Priority::kNormal), 4);
  EXPECT_EQ(TakenOf(Priority::kFirstToShed), 0);
  EXPECT_EQ(TakenOf(Priority::kLastToShed), 2);
  EXPECT_EQ(TakenOf(Priority::kNormal), 0);
  EXPECT_EQ(executor_->queued(), 8U);
}

TEST_F(BusyExecutor, TakesWhatWasAdmittedBeforeHoweverFullItIs) {
  EXPECT_EQ(TakenOf(Priority::kLastToShed), 8);
  executor_->Run([this] { ++ran_; });
  EXPECT_EQ(executor_->queued(), 9U);
  Release();
  EXPECT_EQ(ran_, 9);
}

TEST_F(BusyExecutor, RunsWhatItTookBeforeItEndsAndNothingElse) {
  EXPECT_EQ(TakenOf(Priority::kFirstToShed), 2);
  EXPECT_EQ(ran_, 0);
  Release();
  EXPECT_EQ(ran_, 2);
}

TEST_F(BusyExecutor, TakesAgainWhatItShedOnceTheQueueIsShorter) {
  EXPECT_EQ(TakenOf(Priority::kFirstToShed), 2);
  gate_.set_value();
  std::promise<void> last;
  executor_->Run([&last] { last.set_value(); });
  last.get_future().wait();
  EXPECT_TRUE(executor_->TryRun(Priority::kFirstToShed, [this] { ++ran_; }));
  executor_.reset();
  EXPECT_EQ(ran_, 3);
}

}  // namespace
}  // namespace midstance

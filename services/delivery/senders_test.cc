#include "services/delivery/senders.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <stop_token>

#include "services/delivery/delivery_testing.h"

namespace midstance::delivery {
namespace {

// Takes each message only when the test lets it, or the server stops.
class HangingChannel final : public Channel {
 public:
  v1::Delivery::Channel kind() const override { return v1::Delivery::CHANNEL_MAIL; }
  Try Send(const Message& /*message*/, const std::stop_token& stop) override {
    std::unique_lock lock(mutex_);
    entered_ = true;
    changed_.notify_all();
    changed_.wait(lock, stop, [] { return false; });
    return NotNow("hung");
  }
  void WaitUntilEntered() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return entered_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable_any changed_;
  bool entered_ = false;
};

class TellingChannel final : public Channel {
 public:
  v1::Delivery::Channel kind() const override { return v1::Delivery::CHANNEL_FOLDER; }
  Try Send(const Message& /*message*/, const std::stop_token& /*stop*/) override {
    const std::lock_guard lock(mutex_);
    ++sent_;
    changed_.notify_all();
    return Taken();
  }
  void WaitFor(int count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return sent_ >= count; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int sent_ = 0;
};

class SendersTest : public Deliveries {
 protected:
  SendersTest() { MakeNotices(); }
};

TEST_F(SendersTest, AChannelThatHangsHoldsUpNeitherTheOthersNorWhoWakesThem) {
  std::vector<std::unique_ptr<Channel>> channels;
  auto hanging = std::make_unique<HangingChannel>();
  auto telling = std::make_unique<TellingChannel>();
  auto& hangs = *hanging;
  auto& tells = *telling;
  channels.push_back(std::move(hanging));
  channels.push_back(std::move(telling));
  Senders senders(tester_.store(), SendParts(), channels,
                  [](const absl::Status& failed) { ADD_FAILURE() << failed; });
  Raise("swelling");
  MakeNotices();
  senders.Wake(tester_.now);
  hangs.WaitUntilEntered();
  Raise("night-pain");
  MakeNotices();
  senders.Wake(tester_.now);
  tells.WaitFor(2);
  senders.Stop();
  for (const auto& mail : By(v1::Delivery::CHANNEL_MAIL)) {
    EXPECT_EQ(mail.state(), v1::Delivery::STATE_WAITING);
    EXPECT_EQ(mail.tries(), 0);
  }
}

TEST_F(SendersTest, WithoutChannelsThereIsNothingToWake) {
  const std::vector<std::unique_ptr<Channel>> none;
  Senders senders(tester_.store(), SendParts(), none,
                  [](const absl::Status& failed) { ADD_FAILURE() << failed; });
  senders.Wake(tester_.now);
  senders.Stop();
  senders.Stop();
}

}  // namespace
}  // namespace midstance::delivery

#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "clients/core/client.h"
#include "midstance/v1/escalation.pb.h"

namespace midstance::story {

// A therapist's screen: follows the escalations on a thread of its own until it is destroyed.
class Watcher {
 public:
  using Time = std::chrono::steady_clock::time_point;
  struct Arrival {
    v1::Escalation escalation;
    Time time;
  };

  explicit Watcher(const client::Client& client);

  // Waits until the stream has said anything at all; from then on nothing is missed.
  bool AwaitLive(std::chrono::milliseconds longest);
  // The first arrival of an escalation of this name, waiting for it if need be.
  std::optional<Arrival> Await(const std::string& name, std::chrono::milliseconds longest);
  int reconnects() const;
  // Whether some version of some escalation was told twice.
  bool ToldTwice() const;

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool live_ = false;
  int reconnects_ = 0;
  std::vector<Arrival> arrivals_;
  std::multiset<std::string> versions_;  // name and etag
  std::jthread thread_;                  // last: it uses the others
};

}  // namespace midstance::story

#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace midstance::storage::sql {

// Runs what it is given in turn on a thread of its own: answers go out while the writer is at its
// next batch. Thread-safe. The destructor runs what is left.
class Answerer {
 public:
  Answerer() : thread_([this] { Run(); }) {}
  Answerer(const Answerer&) = delete;
  Answerer& operator=(const Answerer&) = delete;
  ~Answerer() { Finish(); }

  void Add(std::function<void()> task);
  // Returns when everything was run; nothing may be added afterwards. Idempotent.
  void Finish();

 private:
  void Run();

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> tasks_;
  bool finishing_ = false;
  std::thread thread_;
};

}  // namespace midstance::storage::sql

#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace midstance {

// How far a queue may fill before a task is refused.
enum class Priority { kFirstToShed, kNormal, kLastToShed };

// A fixed number of threads behind a bounded queue. Thread-safe. The destructor runs what is
// queued, then joins.
class Executor {
 public:
  // `name` is that of its threads.
  Executor(const char* name, std::size_t threads, std::size_t capacity);
  ~Executor();
  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;

  // False, without running the task, when the queue is fuller than the priority allows: a quarter
  // of the capacity for kFirstToShed, three quarters for kNormal, all of it for kLastToShed.
  [[nodiscard]] bool TryRun(Priority priority, std::function<void()> task);
  // Runs in any case: for work that was admitted before and goes on.
  void Run(std::function<void()> task);
  std::size_t queued() const;

 private:
  void Work();

  const std::size_t capacity_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> tasks_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace midstance

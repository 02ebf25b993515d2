#include "support/executor.h"

#include <utility>

#include "support/thread_name.h"

namespace midstance {

Executor::Executor(const char* name, std::size_t threads, std::size_t capacity)
    : capacity_(capacity) {
  threads_.reserve(threads);
  for (std::size_t i = 0; i < threads; ++i) {
    threads_.emplace_back([this, name] {
      NameThisThread(name);
      Work();
    });
  }
}

Executor::~Executor() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (auto& thread : threads_) thread.join();
}

bool Executor::TryRun(Priority priority, std::function<void()> task) {
  std::size_t limit = capacity_;
  if (priority == Priority::kFirstToShed) limit = capacity_ / 4;
  if (priority == Priority::kNormal) limit = capacity_ / 4 * 3;
  {
    const std::lock_guard lock(mutex_);
    if (tasks_.size() >= limit) return false;
    tasks_.push_back(std::move(task));
  }
  wake_.notify_one();
  return true;
}

void Executor::Run(std::function<void()> task) {
  {
    const std::lock_guard lock(mutex_);
    tasks_.push_back(std::move(task));
  }
  wake_.notify_one();
}

std::size_t Executor::queued() const {
  const std::lock_guard lock(mutex_);
  return tasks_.size();
}

void Executor::Work() {
  for (;;) {
    std::function<void()> task;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return stopping_ || !tasks_.empty(); });
      if (tasks_.empty()) return;
      task = std::move(tasks_.front());
      tasks_.pop_front();
    }
    task();
  }
}

}  // namespace midstance

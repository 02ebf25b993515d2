#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "storage/sql/apply.h"
#include "storage/sql/engine.h"
#include "storage/stats.h"
#include "storage/store.h"
#include "support/executor.h"

namespace midstance::storage::sql {

struct WriteOptions {
  std::size_t queue = 256;
  std::size_t max_batch = 128;
  std::function<Instant()> now;
};

// The one thread that writes: takes what waits, applies it in one transaction and commits; a second
// one answers meanwhile. Thread-safe.
class WriteLoop {
 public:
  // `turn` is held during a transaction when reads use the same connection; else null.
  WriteLoop(Session& session, const Statements& statements, Engine& engine, WriteOptions options,
            std::mutex* turn);
  ~WriteLoop() { Drain(); }

  absl::Status Submit(Submission submission);
  void OnCommit(std::function<void(const std::string&, std::int64_t)> wake);
  // Not OK once the disk refused a commit: what is on it is known only after a restart.
  absl::Status health() const;
  StoreStats stats() const;
  void Drain();

 private:
  struct Answer {
    std::function<void(Outcome)> done;
    Outcome outcome;
    std::vector<std::function<void()>> after_commit;
  };
  // What came of a batch.
  struct Results {
    std::vector<Answer> answers;
    absl::Status committed;
    std::vector<std::pair<std::string, std::int64_t>> moved;  // clinics with their last change
  };

  void Run();
  // Waits for work; false when there is none and there will be none.
  bool Collect(std::vector<Submission>& batch);
  void RunBatch(std::vector<Submission>& batch);
  // OK when what was applied is committed.
  absl::Status Transact(std::vector<Submission>& batch, std::vector<Answer>& answers);
  // What the submission wants, decided inside the transaction. INTERNAL when deciding throws.
  absl::StatusOr<WriteUnit> Decide(const Submission& submission) const;
  Outcome ApplyOne(Submission& submission, Answer& answer);
  void Tell(Results& results);

  Session& session_;
  const Statements& statements_;
  Engine& engine_;
  const WriteOptions options_;
  std::mutex* const turn_;
  Applier applier_;

  mutable std::mutex mutex_;
  std::condition_variable work_;
  std::deque<Submission> queue_;
  std::vector<std::function<void(const std::string&, std::int64_t)>> wakes_;
  StoreStats stats_;
  absl::Status health_;
  bool draining_ = false;
  std::size_t last_batch_ = 0;
  std::size_t gathering_for_ = 0;  // the writer waits for a queue of this length; 0: it does not
  std::mutex drain_mutex_;
  // One thread, so that answers keep the order of batches; gone when all has been answered.
  std::optional<Executor> answers_{std::in_place, "answers", 1U, 0U};
  std::thread thread_;
};

}  // namespace midstance::storage::sql

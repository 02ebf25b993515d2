#include "storage/sql/write_loop.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <memory>
#include <utility>

#include "storage/sql/sql_reader.h"
#include "support/thread_name.h"

namespace midstance::storage::sql {
namespace {

// Nothing waited for this long: time for upkeep that would make a caller wait.
constexpr std::chrono::milliseconds kIdleAfter{200};
// Less than a commit takes.
constexpr std::chrono::microseconds kGatherFor{700};

absl::Status Unavailable() {
  return Error(midstance::v1::ERROR_REASON_STORE_UNAVAILABLE)
      .Because("the store does not answer")
      .RetryAfter(std::chrono::seconds{1});
}

}  // namespace

WriteLoop::WriteLoop(Session& session, const Statements& statements, Engine& engine,
                     WriteOptions options, std::mutex* turn)
    : session_(session),
      statements_(statements),
      engine_(engine),
      options_(std::move(options)),
      turn_(turn),
      applier_(session, statements),
      thread_([this] { Run(); }) {}

absl::Status WriteLoop::Submit(Submission submission) {
  const std::lock_guard lock(mutex_);
  if (draining_) {
    return Error(midstance::v1::ERROR_REASON_DRAINING)
        .Because("the server is stopping")
        .RetryAfter(std::chrono::seconds{1});
  }
  if (!health_.ok()) return health_;
  // A quarter of the queue is kept for what must be refused last.
  const std::size_t room =
      submission.shed_last ? options_.queue : options_.queue - options_.queue / 4;
  if (queue_.size() >= room) {
    return Error(midstance::v1::ERROR_REASON_OVERLOADED)
        .Because("too many writes wait")
        .RetryAfter(std::chrono::milliseconds{100});
  }
  queue_.push_back(std::move(submission));
  if (queue_.size() == 1 || queue_.size() == gathering_for_) work_.notify_one();
  return absl::OkStatus();
}

void WriteLoop::OnCommit(std::function<void(const std::string&, std::int64_t)> wake) {
  const std::lock_guard lock(mutex_);
  wakes_.push_back(std::move(wake));
}

absl::Status WriteLoop::health() const {
  const std::lock_guard lock(mutex_);
  return health_;
}

StoreStats WriteLoop::stats() const {
  const std::lock_guard lock(mutex_);
  return stats_;
}

void WriteLoop::Drain() {
  const std::lock_guard only_one(drain_mutex_);
  {
    const std::lock_guard lock(mutex_);
    draining_ = true;
  }
  work_.notify_one();
  if (thread_.joinable()) thread_.join();
  answers_.reset();
}

void WriteLoop::Run() {
  NameThisThread("writer");
  std::vector<Submission> batch;
  while (Collect(batch)) {
    RunBatch(batch);
    batch.clear();
  }
  engine_.Closing(session_.connection());
}

bool WriteLoop::Collect(std::vector<Submission>& batch) {
  std::unique_lock lock(mutex_);
  const auto ready = [this] { return draining_ || !queue_.empty(); };
  if (!work_.wait_for(lock, kIdleAfter, ready)) {
    lock.unlock();
    const bool kept_up = engine_.Idle(session_.connection());
    lock.lock();
    if (!kept_up) health_ = Unavailable();
    work_.wait(lock, ready);
  }
  // The callers of the last batch have just been answered and are about to call again: a commit for
  // the first of them alone would make the others wait. Nobody waits here after a small batch.
  gathering_for_ = last_batch_ / 2;
  work_.wait_for(lock, kGatherFor, [this] { return draining_ || queue_.size() >= gathering_for_; });
  gathering_for_ = 0;
  const std::size_t taken = std::min(queue_.size(), options_.max_batch);
  last_batch_ = taken;
  for (std::size_t i = 0; i < taken; ++i) {
    batch.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  return taken > 0;
}

void WriteLoop::RunBatch(std::vector<Submission>& batch) {
  const Instant begun = options_.now();
  const auto results = std::make_shared<Results>();
  results->answers.reserve(batch.size());
  Instant applied;
  {
    std::unique_lock<std::mutex> turn;
    if (turn_ != nullptr) turn = std::unique_lock(*turn_);
    absl::Status& committed = results->committed;
    committed = Transact(batch, results->answers);
    applied = options_.now();
    if (committed.ok() && applier_.moved() && !session_.Run(kCommit)) {
      committed = session_.Failed();
      const std::lock_guard lock(mutex_);
      // The commit's bytes may or may not be on the disk; only a restart can tell.
      if (session_.failure_kind() != FailureKind::kFull &&
          session_.failure_kind() != FailureKind::kBusy) {
        health_ = Unavailable();
      }
    }
    if (session_.connection().InTransaction()) session_.Run(kRollback);
  }
  const Instant done = options_.now();
  const bool moved = results->committed.ok() && applier_.moved();
  if (moved) {
    applier_.EachMoved([&results](const std::string& clinic, std::int64_t change) {
      results->moved.emplace_back(clinic, change);
    });
  }
  answers_->Run([this, results] { Tell(*results); });
  const bool healthy = !moved || engine_.AfterCommit(session_.connection());
  const Instant kept_up = options_.now();

  const std::lock_guard lock(mutex_);
  if (!healthy) health_ = Unavailable();
  stats_.applying += applied - begun;
  stats_.committing += done - applied;
  stats_.checkpointing += kept_up - done;
}

absl::Status WriteLoop::Transact(std::vector<Submission>& batch, std::vector<Answer>& answers) {
  applier_.Begin();
  // What was queued before the disk refused a commit must not be committed after it.
  absl::Status whole = health();
  if (whole.ok() && !session_.Run(engine_.begin_write())) whole = session_.Failed();
  for (Submission& submission : batch) {
    Answer& answer = answers.emplace_back();
    answer.done = std::move(submission.done);
    if (!whole.ok()) continue;
    answer.outcome = ApplyOne(submission, answer);
    // The engine gave up the transaction, or a refused unit could not be undone: nothing of this
    // batch will be kept.
    if (applier_.broken() || !session_.connection().InTransaction()) whole = Unavailable();
  }
  if (whole.ok()) whole = applier_.Finish();
  return whole;
}

absl::StatusOr<WriteUnit> WriteLoop::Decide(const Submission& submission) const {
  try {
    return submission.decide(SqlReader(submission.clinic, session_, statements_));
  } catch (const std::exception& thrown) {
    return absl::InternalError(thrown.what());
  }
}

Outcome WriteLoop::ApplyOne(Submission& submission, Answer& answer) {
  Outcome outcome;
  if (submission.expired && submission.expired()) {
    outcome.status = Error(midstance::v1::ERROR_REASON_DEADLINE_PASSED)
                         .Because("the deadline passed before the write was begun");
    return outcome;
  }
  if (!submission.unit.has_value()) {
    absl::StatusOr<WriteUnit> decided = Decide(submission);
    if (!decided.ok()) {
      outcome.status = std::move(decided).status();
      return outcome;
    }
    submission.unit = *std::move(decided);
  }
  // No unit writes into a clinic that it was not submitted for.
  submission.unit->clinic = submission.clinic;
  outcome = applier_.Apply(*submission.unit);
  if (outcome.status.ok() && !outcome.stale && !outcome.committed.reply.has_value() &&
      !submission.unit->IsEmpty()) {
    answer.after_commit = std::move(submission.unit->after_commit);
  }
  return outcome;
}

void WriteLoop::Tell(Results& results) {
  const Instant begun = options_.now();
  std::uint64_t kept = 0;
  std::uint64_t refused = 0;
  for (Answer& answer : results.answers) {
    Outcome& outcome = answer.outcome;
    // Refusals stand whatever the commit said; what was kept is kept only by the commit.
    if (!results.committed.ok() && outcome.status.ok() && !outcome.stale)
      outcome = Outcome{results.committed, false, {}};
    const bool new_row =
        outcome.status.ok() && !outcome.stale && !outcome.committed.reply.has_value();
    ++(new_row ? kept : refused);
    if (!results.committed.ok()) continue;
    for (const auto& run : answer.after_commit) run();
  }
  std::vector<std::function<void(const std::string&, std::int64_t)>> wakes;
  {
    const std::lock_guard lock(mutex_);
    stats_.units += kept;
    stats_.refused += refused;
    if (!results.moved.empty()) {
      ++stats_.batches;
      stats_.largest_batch = std::max(stats_.largest_batch, kept);
      ++stats_.batch_sizes[BatchSizeBucket(kept)];
    }
    wakes = wakes_;
  }
  for (const auto& [clinic, change] : results.moved) {
    for (const auto& wake : wakes) wake(clinic, change);
  }
  for (Answer& answer : results.answers) {
    if (answer.done) answer.done(std::move(answer.outcome));
  }
  const std::lock_guard lock(mutex_);
  stats_.answering += options_.now() - begun;
}

}  // namespace midstance::storage::sql

#include "storage/sql/session.h"

#include "support/status.h"

namespace midstance::storage::sql {
namespace {

// Fixed statements stay far below this; only lists with ever new filters can reach it.
constexpr std::size_t kMostStatements = 200;

}  // namespace

void Session::StopWhen(const std::function<bool()>* stop) {
  stop_ = stop;
  connection_->StopWhen(stop != nullptr && *stop ? stop : nullptr);
}

Session::Lease Session::Use(std::string_view sql) {
  if (Stopped()) return Lease();
  if (const auto found = statements_.find(sql); found != statements_.end()) {
    if (found->second.in_use) return Lease(connection_->Prepare(std::string(sql)));
    found->second.in_use = true;
    return Lease(&found->second);
  }
  std::unique_ptr<Statement> statement = connection_->Prepare(std::string(sql));
  if (statement == nullptr) return Lease();
  if (statements_.size() >= kMostStatements) {
    std::erase_if(statements_, [](const auto& entry) { return !entry.second.in_use; });
  }
  Slot& slot = statements_[std::string(sql)];
  slot.statement = std::move(statement);
  slot.in_use = true;
  return Lease(&slot);
}

bool Session::Run(std::string_view sql) {
  const Lease lease = Use(sql);
  if (!lease) return false;
  Step step = lease->Next();
  while (step == Step::kRow) step = lease->Next();
  return step == Step::kDone;
}

absl::Status Session::Failed() const {
  if (Stopped()) {
    return Error(midstance::v1::ERROR_REASON_DEADLINE_PASSED)
        .Because("the deadline passed, or the caller went away");
  }
  const Failure& failure = connection_->failure();
  sink_(failure.text);
  switch (failure.kind) {
    case FailureKind::kBusy:
    case FailureKind::kFull:
    case FailureKind::kCorrupt:
    case FailureKind::kConnectionLost:
    case FailureKind::kOther:
      return Error(midstance::v1::ERROR_REASON_STORE_UNAVAILABLE)
          .Because("the store does not answer")
          .RetryAfter(std::chrono::seconds{1});
    default:
      return Error(midstance::v1::ERROR_REASON_INTERNAL).Because("the store refused a row");
  }
}

}  // namespace midstance::storage::sql

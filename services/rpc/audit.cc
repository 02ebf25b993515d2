#include "services/rpc/audit.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>

#include "support/names.h"
#include "support/policy.h"
#include "support/time.h"

namespace midstance::rpc {
namespace {

constexpr auto kRefusalWindow = std::chrono::minutes{1};
constexpr std::size_t kRefusalsRemembered = 10'000;
constexpr int kResourcesPerEntry = 200;
constexpr std::size_t kSessionDigits = 8;

}  // namespace

bool IsNameOrParent(std::string_view text) {
  return ResourceName::Parse(text).ok() || ParseParent(text).ok();
}

storage::v1::AuditRecord RecordOf(const Call& call, std::string_view outcome) {
  storage::v1::AuditRecord record;
  *record.mutable_time() = TimestampOf(call.now);
  record.set_actor(call.principal.name);
  for (const auto role : call.principal.roles.List()) record.add_roles(role);
  if (const auto slash = call.principal.session.find('/'); slash != std::string::npos) {
    record.set_session(call.principal.session.substr(slash + 1, kSessionDigits));
  }
  record.set_action(call.policy->action);
  record.set_request_id(call.request_id);
  record.set_outcome(std::string(outcome));
  record.set_correlation_id(call.correlation_id);
  return record;
}

void AccessTrail::Refused(const Call& call, std::string_view reason) {
  if (call.principal.clinic.empty()) return;
  {
    const std::lock_guard lock(mutex_);
    if (refused_.size() >= kRefusalsRemembered) refused_.clear();
    const Key key{call.principal.clinic, call.principal.name, call.policy->action,
                  std::string(reason)};
    const auto [seen, is_new] = refused_.try_emplace(key, call.now);
    if (!is_new && call.now - seen->second < kRefusalWindow) return;
    seen->second = call.now;
  }
  Add(call, reason);
}

void AccessTrail::Read(const Call& call) { Add(call, "OK"); }

void AccessTrail::Add(const Call& call, std::string_view outcome) {
  const Key key{call.principal.clinic, call.principal.name, call.policy->action,
                std::string(outcome)};
  const std::lock_guard lock(mutex_);
  const auto [entry, is_new] = waiting_.try_emplace(key);
  auto& record = entry->second;
  if (is_new) record = RecordOf(call, outcome);
  const auto& told = record.resources();
  if (!IsNameOrParent(call.resource) ||
      std::find(told.begin(), told.end(), call.resource) != told.end()) {
    return;
  }
  if (told.size() >= kResourcesPerEntry) {
    full_.emplace_back(key.clinic, std::exchange(record, RecordOf(call, outcome)));
  }
  record.add_resources(call.resource);
}

std::vector<std::pair<std::string, storage::v1::AuditRecord>> AccessTrail::TakeAll() {
  const std::lock_guard lock(mutex_);
  auto records = std::exchange(full_, {});
  for (auto& [key, record] : waiting_) records.emplace_back(key.clinic, std::move(record));
  waiting_.clear();
  return records;
}

void AccessTrail::Flush() {
  for (auto& [clinic, record] : TakeAll()) {
    storage::Submission submission;
    submission.clinic = clinic;
    submission.unit.emplace();
    submission.unit->journal.set_record(record.SerializeAsString());
    submission.unit->journal.set_time_micros(MicrosOf(InstantOf(record.time())));
    submission.shed_last = true;
    const auto kept = std::make_shared<storage::v1::AuditRecord>(std::move(record));
    submission.done = [this, clinic = clinic, kept](const storage::Outcome& outcome) {
      if (!outcome.status.ok()) Keep(clinic, std::move(*kept));
    };
    if (!store_.Submit(std::move(submission)).ok()) Keep(clinic, std::move(*kept));
  }
}

void AccessTrail::Keep(const std::string& clinic, storage::v1::AuditRecord record) {
  const std::lock_guard lock(mutex_);
  full_.emplace_back(clinic, std::move(record));
}

}  // namespace midstance::rpc

#include "services/cases/engine/history.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <utility>
#include <vector>

#include "support/time.h"

namespace midstance::cases {
namespace {

using rules::v1::Evidence;

// What bounds the size of an escalation that stays open while reports keep coming in.
constexpr int kMostEvents = 200;
constexpr int kOldestKept = 4;
constexpr int kNewestKept = 20;

// Of a long run the beginning is kept, and of the rest what was entered last.
void Shorten(google::protobuf::RepeatedPtrField<Evidence>& evidence) {
  const int surplus = evidence.size() - kOldestKept - kNewestKept;
  if (surplus <= 0) return;
  std::vector<int> oldest_entered(static_cast<std::size_t>(evidence.size() - kOldestKept));
  std::iota(oldest_entered.begin(), oldest_entered.end(), kOldestKept);
  std::stable_sort(oldest_entered.begin(), oldest_entered.end(), [&](int one, int other) {
    return InstantOf(evidence[one].entered_time()) < InstantOf(evidence[other].entered_time());
  });
  oldest_entered.resize(static_cast<std::size_t>(surplus));
  std::sort(oldest_entered.begin(), oldest_entered.end(), std::greater<>());
  for (const int at : oldest_entered) evidence.DeleteSubrange(at, 1);
}

void Shorten(rules::v1::Trace& trace) {
  Shorten(*trace.mutable_evidence());
  for (auto& child : *trace.mutable_children()) Shorten(child);
}

}  // namespace

void AddEvent(const Occasion& occasion, v1::Escalation::Event::Kind kind, std::string text,
              v1::Escalation& escalation) {
  auto& history = *escalation.mutable_history();
  constexpr auto kAdded = v1::Escalation::Event::KIND_EVIDENCE_ADDED;
  // Only the last one may give way: where an event stands, its notice is named by.
  const bool takes_place =
      history.size() >= kMostEvents && kind == kAdded && history.rbegin()->kind() == kAdded;
  auto& event = takes_place ? *history.rbegin() : *history.Add();
  *event.mutable_time() = TimestampOf(occasion.call.now);
  event.set_actor(occasion.call.principal.name);
  event.set_kind(kind);
  event.set_text(std::move(text));
}

void AddFiring(const Occasion& occasion, const rules::v1::Evaluation& evaluation,
               const rules::v1::RuleResult& result, v1::Escalation& escalation) {
  auto& firings = *escalation.mutable_firings();
  const auto alike = [&](const auto& firing) {
    return firing.result().rule() == result.rule() && firing.result().urgency() == result.urgency();
  };
  const auto first = std::find_if(firings.begin(), firings.end(), alike);
  if (first != firings.end()) {
    const auto newest = std::find_if(first + 1, firings.end(), alike);
    if (newest != firings.end()) firings.erase(newest);
  }
  auto& firing = *firings.Add();
  *firing.mutable_result() = result;
  Shorten(*firing.mutable_result()->mutable_evidence());
  if (result.has_trace()) Shorten(*firing.mutable_result()->mutable_trace());
  firing.set_rule_set(RuleSetName(evaluation.rule_set()).str());
  firing.set_rule_set_digest(evaluation.rule_set_digest());
  *firing.mutable_raised_time() = TimestampOf(occasion.call.now);
}

}  // namespace midstance::cases

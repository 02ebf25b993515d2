#include "services/rules/result.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

#include "services/rules/trace.h"
#include "services/rules/words.h"
#include "support/time.h"

namespace midstance::rules {
namespace {

// The evidence of the parts that hold. What a guard found is not evidence.
void Collect(const v1::Trace& trace, std::vector<v1::Evidence>& evidence) {
  if (trace.truth() != v1::HOLDS) return;
  if (trace.path().ends_with(".unless")) return;
  evidence.insert(evidence.end(), trace.evidence().begin(), trace.evidence().end());
  const bool negation = trace.path().ends_with(".not");
  for (const auto& child : trace.children()) {
    if (negation) {
      evidence.insert(evidence.end(), child.evidence().begin(), child.evidence().end());
    } else {
      Collect(child, evidence);
    }
  }
}

std::int64_t ObservedMicros(const v1::Evidence& evidence) {
  return MicrosOf(InstantOf(evidence.observed_time()));
}

auto Order(const v1::Evidence& evidence) {
  return std::tuple(ObservedMicros(evidence), MicrosOf(InstantOf(evidence.entered_time())),
                    std::string_view(evidence.entry()), std::string_view(evidence.code()),
                    evidence.site().area(), evidence.site().side());
}

void AddEvidence(const Scope& scope, const RuleInfo& rule, v1::RuleResult& result) {
  std::vector<v1::Evidence> evidence;
  Collect(result.trace(), evidence);
  const auto before = [](const v1::Evidence& a, const v1::Evidence& b) {
    return Order(a) < Order(b);
  };
  const auto same = [](const v1::Evidence& a, const v1::Evidence& b) {
    return Order(a) == Order(b);
  };
  std::sort(evidence.begin(), evidence.end(), before);
  evidence.erase(std::unique(evidence.begin(), evidence.end(), same), evidence.end());
  Slots slots;
  slots.site = SiteWords(scope.track.site);
  if (!evidence.empty()) {
    const auto& first = evidence.front();
    const auto& last = evidence.back();
    *result.mutable_first_observed_time() = first.observed_time();
    *result.mutable_last_observed_time() = last.observed_time();
    slots.first = DayWords(ObservedMicros(first));
    slots.last = DayWords(ObservedMicros(last));
    slots.span = DaysWords(static_cast<int>(
        (DayOf(FromMicros(ObservedMicros(last))) - DayOf(FromMicros(ObservedMicros(first))))
            .count()));
    for (const auto& one : evidence) {
      if (one.entry() != last.entry()) continue;
      slots.findings += (slots.findings.empty() ? "" : "; ") + one.text();
    }
  }
  result.set_basis(FillSlots(rule.rule->outcome().basis(), slots));
  for (auto& one : evidence) *result.add_evidence() = std::move(one);
}

}  // namespace

v1::RuleResult ResultOf(const Scope& scope, const RuleInfo& rule, Truth truth,
                        v1::Urgency urgency) {
  v1::RuleResult result;
  result.set_rule(rule.rule->id());
  result.set_title(rule.rule->title());
  result.set_family(rule.family);
  result.set_family_rank(rule.family_rank);
  if (scope.track.site.has_value()) *result.mutable_site() = ToProto(*scope.track.site);
  result.set_fingerprint(rule.family + "@" + SiteKey(scope.track.site));
  result.set_truth(ToProto(truth));
  *result.mutable_trace() = TraceOf(scope, rule.when);
  if (truth != Truth::kTrue) return result;
  AddEvidence(scope, rule, result);
  result.set_urgency(urgency);
  *result.mutable_might_mean() = rule.rule->might_mean();
  *result.mutable_actions() = rule.rule->outcome().actions();
  result.set_destination(rule.rule->outcome().destination());
  result.set_activity_advice(rule.rule->outcome().activity_advice());
  *result.mutable_sources() = rule.rule->sources();
  return result;
}

}  // namespace midstance::rules

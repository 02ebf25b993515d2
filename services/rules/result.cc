#include "services/rules/result.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

#include "services/rules/days.h"
#include "services/rules/trace.h"
#include "services/rules/words.h"
#include "support/time.h"

namespace midstance::rules {
namespace {

// One value that carries a result, inside the trace that found it.
struct Found {
  const v1::Evidence* evidence;
  bool history;  // from a fact, or from what makes it more urgent
};

// The evidence of the parts that make a condition `truth`: those that hold, under a `not` those
// that do not. That nothing met a guard is no evidence.
void Collect(const v1::Trace& trace, v1::Truth truth, bool history, std::vector<Found>& found) {
  if (trace.truth() != truth) return;
  const bool guard = trace.path().ends_with(".unless");
  if (guard && truth == v1::HOLDS) return;
  history |= trace.path().ends_with(".fact");
  for (const auto& evidence : trace.evidence()) found.push_back({&evidence, history});
  const auto& parts = trace.children();
  auto of_parts = guard || trace.path().ends_with(".not") ? OppositeOf(truth) : truth;
  // Where each part was found but not together, all of them say so.
  const bool apart =
      of_parts == v1::DOES_NOT_HOLD &&
      std::ranges::all_of(parts, [](const v1::Trace& part) { return part.truth() == v1::HOLDS; });
  if (apart) of_parts = v1::HOLDS;
  for (const auto& part : parts) Collect(part, of_parts, history, found);
}

std::int64_t ObservedMicros(const v1::Evidence& evidence) {
  return MicrosOf(InstantOf(evidence.observed_time()));
}

auto Order(const v1::Evidence& evidence) {
  return std::tuple(ObservedMicros(evidence), MicrosOf(InstantOf(evidence.entered_time())),
                    std::string_view(evidence.entry()), std::string_view(evidence.code()),
                    evidence.site().area(), evidence.site().side());
}

// Oldest first, each once.
void Sort(std::vector<Found>& found) {
  std::sort(found.begin(), found.end(), [](const Found& a, const Found& b) {
    return std::tuple(Order(*a.evidence), a.history) < std::tuple(Order(*b.evidence), b.history);
  });
  const auto same = [](const Found& a, const Found& b) {
    return Order(*a.evidence) == Order(*b.evidence);
  };
  found.erase(std::unique(found.begin(), found.end(), same), found.end());
}

// How long it lasted is told of what was found, not of the history beside it.
Slots SlotsOf(const Scope& scope, const std::vector<Found>& found) {
  Slots slots;
  slots.site = SiteWords(scope.track.site);
  if (found.empty()) return slots;
  const auto present = [](const Found& one) { return !one.history; };
  auto first = std::find_if(found.begin(), found.end(), present);
  auto last = std::find_if(found.rbegin(), found.rend(), present);
  if (first == found.end()) {
    first = found.begin();
    last = found.rbegin();
  }
  const std::int64_t from = ObservedMicros(*first->evidence), to = ObservedMicros(*last->evidence);
  const auto& calendar = scope.program.calendar;
  slots.first = DayWords(calendar.DateOf(FromMicros(from)));
  slots.last = DayWords(calendar.DateOf(FromMicros(to)));
  const int days = DayNumberOf(calendar, to) - DayNumberOf(calendar, from);
  slots.span = DaysWords(days);
  slots.period = days == 0 ? "on " + slots.last
                           : "from " + slots.first + " to " + slots.last + " (" + slots.span + ")";
  for (const Found& one : found) {
    if (one.evidence->entry() != last->evidence->entry()) continue;
    slots.findings += (slots.findings.empty() ? "" : "; ") + one.evidence->text();
  }
  return slots;
}

void AddEvidence(const Scope& scope, const RuleInfo& rule, v1::RuleResult& result) {
  std::vector<Found> found;
  Collect(result.trace(), v1::HOLDS, false, found);
  // What makes it more urgent carries it too.
  std::vector<v1::Trace> upgrades;
  upgrades.reserve(rule.upgrades.size());
  for (const UpgradeInfo& upgrade : rule.upgrades) {
    Scope more = scope;
    more.lasting = upgrade.urgency == v1::EMERGENCY;
    if (Judge(more, upgrade.when).truth != Truth::kTrue) continue;
    Collect(upgrades.emplace_back(TraceOf(more, upgrade.when)), v1::HOLDS, true, found);
    if (upgrade.urgency < result.urgency()) continue;
    // What makes it as urgent as it is says where to go, unless it leaves that to the rule.
    const auto set = [](const std::string& key, std::string& word) {
      if (!key.empty()) word = key;
    };
    set(upgrade.upgrade->destination(), *result.mutable_destination());
    set(upgrade.upgrade->activity_advice(), *result.mutable_activity_advice());
  }
  Sort(found);
  result.set_basis(FillSlots(rule.rule->outcome().basis(), SlotsOf(scope, found)));
  if (found.empty()) return;
  *result.mutable_first_observed_time() = found.front().evidence->observed_time();
  *result.mutable_last_observed_time() = found.back().evidence->observed_time();
  for (const Found& one : found) *result.add_evidence() = *one.evidence;
}

}  // namespace

v1::RuleResult HeadOf(const RuleInfo& rule, const Timeline::Track& track, Truth truth,
                      v1::Urgency urgency) {
  v1::RuleResult result;
  result.set_rule(rule.rule->id());
  result.set_title(rule.rule->title());
  result.set_family(rule.family);
  result.set_family_rank(rule.family_rank);
  if (track.site.has_value()) *result.mutable_site() = ToProto(*track.site);
  result.set_fingerprint(rule.family + "@" + SiteKey(track.site));
  result.set_truth(ToProto(truth));
  if (truth == Truth::kTrue) result.set_urgency(urgency);
  return result;
}

v1::RuleResult ResultOf(const Scope& scope, const RuleInfo& rule, Truth truth,
                        v1::Urgency urgency) {
  v1::RuleResult result = HeadOf(rule, scope.track, truth, urgency);
  *result.mutable_trace() = TraceOf(scope, rule.when);
  if (truth != Truth::kTrue) return result;
  *result.mutable_might_mean() = rule.rule->might_mean();
  *result.mutable_actions() = rule.rule->outcome().actions();
  result.set_destination(rule.rule->outcome().destination());
  result.set_activity_advice(rule.rule->outcome().activity_advice());
  AddEvidence(scope, rule, result);
  *result.mutable_sources() = rule.rule->sources();
  return result;
}

}  // namespace midstance::rules

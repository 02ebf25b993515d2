#include "services/rules/late.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "services/rules/days.h"
#include "services/rules/evaluate.h"
#include "services/rules/program.h"
#include "services/rules/trace.h"
#include "services/rules/words.h"

namespace midstance::rules {
namespace {

using Key = std::tuple<std::string, int, int>;  // rule, area, side

Key KeyOf(const v1::RuleResult& result) {
  return {result.rule(), result.site().area(), result.site().side()};
}

// When a report was observed, from `since` on and before `until`, each once, oldest first.
std::vector<std::int64_t> Moments(const Timeline& timeline, std::int64_t since,
                                  std::int64_t until) {
  std::vector<std::int64_t> moments;
  for (const auto& track : timeline.tracks()) {
    for (const auto& row : timeline.RowsOf(track)) {
      if (row.observed >= since && row.observed < until) moments.push_back(row.observed);
    }
  }
  std::ranges::sort(moments);
  moments.erase(std::unique(moments.begin(), moments.end()), moments.end());
  return moments;
}

// When the newest report before `since` was observed.
std::optional<Instant> LastBefore(const Timeline& timeline, Instant since) {
  std::optional<Instant> last;
  for (const auto& track : timeline.tracks()) {
    for (const auto& row : timeline.NewestFirst(track)) {
      const Instant observed = FromMicros(row.observed);
      if (observed >= since) continue;
      last = std::max(last.value_or(observed), observed);
      break;
    }
  }
  return last;
}

// Visits what holds at a moment, if `itself`, and what is different by time alone before `until`.
template <class Visit>
void VisitFrom(const CompiledRuleSet& rules, const Timeline& timeline, Instant moment,
               Instant until, bool itself, const Visit& visit) {
  const Options options{.as_observed = true, .recheck_until = until};
  auto then = Evaluate(rules, timeline, moment, options);
  if (itself) visit(then);
  while (then.has_recheck_time()) {
    then = Evaluate(rules, timeline, InstantOf(then.recheck_time()), options);
    visit(then);
  }
}

// The report is the newest and of the same day: nothing else can have held at its moment.
bool IsPrompt(const CompiledRuleSet& rules, const Timeline& timeline, Instant since,
              Instant as_of) {
  const auto& calendar = rules.calendar();
  return DayNumberOf(calendar, MicrosOf(since)) >= DayNumberOf(calendar, MicrosOf(as_of)) &&
         timeline.last_observed() <= MicrosOf(since);
}

// The newest of what denies a condition, observed after `then`.
void CollectDenials(const v1::Trace& trace, Instant then, std::vector<v1::Evidence>& denials) {
  if (trace.truth() == v1::HOLDS) return;
  for (const auto& evidence : trace.evidence()) {
    if (trace.truth() != v1::DOES_NOT_HOLD || InstantOf(evidence.observed_time()) <= then) continue;
    if (!denials.empty() && denials.front().entry() != evidence.entry()) {
      const auto newer = InstantOf(evidence.observed_time());
      if (newer <= InstantOf(denials.front().observed_time())) continue;
      denials.clear();
    }
    denials.push_back(evidence);
  }
  for (const auto& child : trace.children()) CollectDenials(child, then, denials);
}

// "Later, on 2 Mar 2026: Swelling: 0."; empty when nothing was reported that denies it.
std::string DenialWords(const CompiledRuleSet& rules, const Timeline& timeline, Instant as_of,
                        const v1::RuleResult& result) {
  const Program& program = rules.program();
  const auto rule = std::ranges::find(program.rules, result.rule(),
                                      [](const RuleInfo& info) { return info.rule->id(); });
  const auto* const track = result.has_site()
                                ? timeline.FindTrack({result.site().area(), result.site().side()})
                                : &timeline.tracks().front();
  if (rule == program.rules.end() || track == nullptr) return {};
  const Scope now{.program = program,
                  .timeline = timeline,
                  .track = *track,
                  .as_of = MicrosOf(as_of),
                  .day = DayNumberOf(program.calendar, MicrosOf(as_of)),
                  .lasting = rule->rule->urgency() == v1::EMERGENCY,
                  .all_entered = true};
  std::vector<v1::Evidence> denials;
  CollectDenials(TraceOf(now, rule->when), InstantOf(result.last_observed_time()), denials);
  if (denials.empty()) return {};
  std::string words;
  std::vector<std::string_view> told;
  for (const auto& denial : denials) {
    if (std::ranges::find(told, denial.code()) != told.end()) continue;
    told.push_back(denial.code());
    words += (words.empty() ? "" : "; ") + denial.text();
  }
  const Day denied = program.calendar.DateOf(InstantOf(denials.front().observed_time()));
  return " Later, on " + DayWords(denied) + ": " + words + ".";
}

}  // namespace

bool RestsOn(const v1::RuleResult& result, std::string_view report) {
  return std::ranges::any_of(
      result.evidence(), [&](const v1::Evidence& evidence) { return evidence.entry() == report; });
}

bool EverHeldBefore(const CompiledRuleSet& rules, const Timeline& timeline, Instant until,
                    const std::function<bool(const v1::Evaluation&)>& holds) {
  const auto moments = Moments(timeline, INT64_MIN, MicrosOf(until));
  Instant next = until;
  for (auto moment = moments.rbegin(); moment != moments.rend(); ++moment) {
    bool held = false;
    VisitFrom(rules, timeline, FromMicros(*moment), next, true,
              [&](const v1::Evaluation& then) { held = held || holds(then); });
    if (held) return true;
    next = FromMicros(*moment);
  }
  return false;
}

std::vector<v1::RuleResult> HeldBefore(const CompiledRuleSet& rules, const Timeline& timeline,
                                       Instant since, std::string_view added,
                                       const v1::Evaluation& now) {
  const Instant as_of = InstantOf(now.as_of());
  const auto weight = [&](const v1::RuleResult& result) {
    return std::pair(result.urgency(), RestsOn(result, added));
  };
  std::map<Key, const v1::RuleResult*> said;
  for (const auto& result : now.results()) {
    if (result.truth() == v1::HOLDS) said.emplace(KeyOf(result), &result);
  }
  std::map<Key, v1::RuleResult> best;
  const auto consider = [&](v1::Evaluation& then) {
    for (auto& result : *then.mutable_results()) {
      const auto known = said.find(KeyOf(result));
      if (known != said.end() && weight(result) <= weight(*known->second)) continue;
      const auto held = best.find(KeyOf(result));
      if (held == best.end()) {
        Key key = KeyOf(result);
        best.emplace(std::move(key), std::move(result));
      } else if (weight(result) >= weight(held->second)) {
        held->second = std::move(result);
      }
    }
  };
  const auto look = [&](Instant moment, Instant next, bool itself) {
    VisitFrom(rules, timeline, moment, std::min(next, as_of), itself, consider);
  };
  // Nothing changes by time within a day.
  const auto previous = LastBefore(timeline, since);
  const auto& calendar = rules.calendar();
  const auto day = [&](Instant at) { return DayNumberOf(calendar, MicrosOf(at)); };
  if (previous.has_value() && day(*previous) < day(std::min(since, as_of))) {
    look(*previous, since, false);
  }
  if (!IsPrompt(rules, timeline, since, as_of)) {
    const auto moments = Moments(timeline, MicrosOf(since), INT64_MAX);
    for (std::size_t i = 0; i < moments.size(); ++i) {
      look(FromMicros(moments[i]), i + 1 < moments.size() ? FromMicros(moments[i + 1]) : as_of,
           true);
    }
  }
  std::vector<v1::RuleResult> results;
  for (auto& [key, result] : best) {
    result.mutable_basis()->append(" Known only since " + DayWords(calendar.DateOf(as_of)) + "." +
                                   DenialWords(rules, timeline, as_of, result));
    results.push_back(std::move(result));
  }
  return results;
}

}  // namespace midstance::rules

#include "services/rules/late.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "services/rules/days.h"
#include "services/rules/program.h"
#include "services/rules/rests.h"
#include "services/rules/result.h"
#include "services/rules/trace.h"
#include "services/rules/verdict.h"
#include "services/rules/walk.h"
#include "services/rules/words.h"

namespace midstance::rules {
namespace {

using Key = std::tuple<std::string, int, int>;  // rule, area, side

Key KeyOf(const v1::RuleResult& result) {
  return {result.rule(), result.site().area(), result.site().side()};
}
Key KeyOf(const Stretch& stretch) {
  const auto site = stretch.track->site.value_or(Site{v1::AREA_UNSPECIFIED, v1::SIDE_UNSPECIFIED});
  return {stretch.rule->rule->id(), site.area, site.side};
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

// The report is the newest and of the same day: nothing else can have held at its moment.
bool IsPrompt(const CompiledRuleSet& rules, const Timeline& timeline, Instant since,
              Instant as_of) {
  const auto& calendar = rules.calendar();
  return DayNumberOf(calendar, MicrosOf(since)) >= DayNumberOf(calendar, MicrosOf(as_of)) &&
         timeline.last_observed() <= MicrosOf(since);
}

// The past that is looked back at: from when the report was observed on, each moment at which
// another was, and what changed by time alone between them and since the report before.
class Past {
 public:
  Past(const CompiledRuleSet& rules, const Timeline& timeline, Instant since, Instant as_of)
      : view_{.program = rules.program(), .timeline = timeline, .as_observed = true},
        as_of_(MicrosOf(as_of)),
        before_(MicrosOf(std::min(since, as_of))) {
    const auto day = [&](std::int64_t at) { return DayNumberOf(rules.calendar(), at); };
    const auto previous = LastBefore(timeline, since);
    // Nothing changes by time within a day.
    if (previous.has_value() && day(MicrosOf(*previous)) < day(before_)) {
      previous_ = MicrosOf(*previous);
    }
    if (!IsPrompt(rules, timeline, since, as_of)) {
      moments_ = Moments(timeline, MicrosOf(since), std::numeric_limits<std::int64_t>::max());
    }
  }

  bool IsEmpty() const { return !previous_.has_value() && moments_.empty(); }
  const View& view() const { return view_; }

  std::vector<Stretch> Stretches() const {
    const std::int64_t from = previous_.has_value() ? *previous_ : moments_.front();
    const std::int64_t until = moments_.empty() ? before_ : std::max(as_of_, moments_.back() + 1);
    return HistoryWalk(view_, from, until).Stretches();
  }

  // The moments, and when one of the stretches begins or ends between them, in order.
  std::vector<std::int64_t> PointsIn(const std::vector<Stretch>& stretches) const {
    std::vector<std::int64_t> points = moments_;
    for (const Stretch& stretch : stretches) {
      for (const std::int64_t change : {stretch.from.at, stretch.until}) {
        if (IsLookedAt(change)) points.push_back(change);
      }
    }
    std::ranges::sort(points);
    points.erase(std::unique(points.begin(), points.end()), points.end());
    return points;
  }

 private:
  bool IsLookedAt(std::int64_t change) const {
    if (previous_.has_value() && change > *previous_ && change < before_) return true;
    return !moments_.empty() && change > moments_.front() && change < as_of_;
  }

  const View view_;
  const std::int64_t as_of_;
  const std::int64_t before_;
  std::optional<std::int64_t> previous_;
  std::vector<std::int64_t> moments_;
};

// How much a result says: its urgency, then whether it rests on the report that was added.
using Weight = std::pair<v1::Urgency, bool>;

v1::Urgency MostUrgent(const RuleInfo& rule) {
  v1::Urgency most = rule.rule->urgency();
  for (const UpgradeInfo& upgrade : rule.upgrades) most = std::max(most, upgrade.urgency);
  return most;
}

// Of the stretches of one rule at one key what says most, if it says more than `least`: at one of
// the points, of several the newest.
std::optional<v1::RuleResult> Best(const View& view, std::span<const Stretch> stretches,
                                   std::span<const std::int64_t> points, std::string_view added,
                                   const Weight& least) {
  const auto points_of = [&](const Stretch& stretch) {
    const auto from = std::ranges::lower_bound(points, stretch.from.at);
    return std::span(from, std::lower_bound(from, points.end(), stretch.until));
  };
  v1::Urgency most = v1::URGENCY_UNSPECIFIED;
  for (const Stretch& stretch : stretches) {
    if (!points_of(stretch).empty()) most = std::max(most, stretch.urgency);
  }
  if (Weight{most, true} <= least) return std::nullopt;
  const bool must_rest = Weight{most, false} <= least;
  const Stretch& one = stretches.front();
  const std::int64_t may_rest_until = added.empty()
                                          ? std::numeric_limits<std::int64_t>::min()
                                          : MayRestUntil(view, *one.rule, *one.track, added);
  std::optional<v1::RuleResult> newest;
  for (auto stretch = stretches.rbegin(); stretch != stretches.rend(); ++stretch) {
    if (stretch->urgency != most) continue;
    const RuleInfo& rule = *stretch->rule;
    const auto within = points_of(*stretch);
    for (auto point = within.rbegin(); point != within.rend(); ++point) {
      const bool may_rest = *point < may_rest_until;
      if (!may_rest && (must_rest || newest.has_value())) continue;
      const Scope scope =
          view.At(*stretch->track, MomentOf(view.program.calendar, *point), rule.rule->urgency());
      auto result = ResultOf(scope, rule, Truth::kTrue, most);
      if (may_rest && RestsOn(result, added)) return result;
      if (!newest.has_value() && !must_rest) newest = std::move(result);
    }
  }
  return newest;
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
                    const std::function<bool(const v1::RuleResult&)>& is_meant) {
  const View view{.program = rules.program(), .timeline = timeline, .as_observed = true};
  const auto meant = [&](const RuleInfo& rule, const Timeline::Track& track, v1::Urgency urgency) {
    return is_meant(HeadOf(rule, track, Truth::kTrue, urgency));
  };
  // Nothing is observed before the first report, and so nothing holds.
  return HistoryWalk(view, std::numeric_limits<std::int64_t>::min(), MicrosOf(until))
      .Find(
          [&](const auto& rule, const auto& track) { return meant(rule, track, MostUrgent(rule)); },
          [&](const Stretch& held) { return meant(*held.rule, *held.track, held.urgency); });
}

std::vector<v1::RuleResult> HeldBefore(const CompiledRuleSet& rules, const Timeline& timeline,
                                       Instant since, std::string_view added,
                                       const v1::Evaluation& now) {
  const auto& calendar = rules.calendar();
  const Instant as_of = InstantOf(now.as_of());
  const Past past(rules, timeline, since, as_of);
  if (past.IsEmpty()) return {};
  std::map<Key, Weight> said;
  for (const auto& result : now.results()) {
    if (result.truth() == v1::HOLDS) {
      said.emplace(KeyOf(result), Weight{result.urgency(), RestsOn(result, added)});
    }
  }
  std::map<Key, v1::RuleResult> held;
  const auto stretches = past.Stretches();
  const auto points = past.PointsIn(stretches);
  for (auto first = stretches.begin(); first != stretches.end();) {
    const auto last = std::find_if(first, stretches.end(), [&](const Stretch& stretch) {
      return stretch.rule != first->rule || stretch.track != first->track;
    });
    const auto known = said.find(KeyOf(*first));
    const Weight least = known == said.end() ? Weight{} : known->second;
    auto best = Best(past.view(), std::span(first, last), points, added, least);
    if (best.has_value()) held.emplace(KeyOf(*first), *std::move(best));
    first = last;
  }
  std::vector<v1::RuleResult> results;
  for (auto& [key, result] : held) {
    result.mutable_basis()->append(" Known only since " + DayWords(calendar.DateOf(as_of)) + "." +
                                   DenialWords(rules, timeline, as_of, result));
    results.push_back(std::move(result));
  }
  return results;
}

}  // namespace midstance::rules

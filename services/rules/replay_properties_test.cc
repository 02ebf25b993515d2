#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "services/rules/evaluate.h"
#include "services/rules/every_timeline.h"
#include "services/rules/late.h"
#include "services/rules/replay.h"

// That going through a history says exactly what an evaluation of each of its moments says.
namespace midstance::rules {
namespace {

// An evaluation of every moment takes its time.
constexpr std::uint64_t kPart = 5;

using PlaceKey = std::tuple<std::string, int, int>;  // rule, area, side

PlaceKey PlaceOf(const v1::RuleResult& result) {
  return {result.rule(), result.site().area(), result.site().side()};
}

// When a report becomes known, each moment once.
std::set<Instant> KnownTimes(const std::vector<Report>& reports) {
  std::set<Instant> times;
  for (const Report& report : reports) times.insert(std::max(report.observed, report.entered));
  return times;
}

// The same as Replay: an evaluation when a report becomes known, and whenever the one before says.
std::vector<Raised> StepByStep(const CompiledRuleSet& rules, const Timeline& timeline,
                               const std::vector<Report>& reports, Instant end) {
  std::vector<Raised> raised;
  std::map<PlaceKey, std::size_t> holding;
  const auto known = KnownTimes(reports);
  for (auto next = known.begin(); next != known.end() && *next <= end;) {
    Instant at = *next++;
    for (;;) {
      const auto now = Evaluate(rules, timeline, at);
      std::map<PlaceKey, std::size_t> still;
      for (const auto& result : now.results()) {
        const auto before = holding.find(PlaceOf(result));
        if (before != holding.end() &&
            raised[before->second].result.urgency() == result.urgency()) {
          still.insert(*before);
          continue;
        }
        still.emplace(PlaceOf(result), raised.size());
        raised.push_back({.from = at, .until = std::nullopt, .result = result});
      }
      for (const auto& [key, index] : holding) {
        const auto found = still.find(key);
        if (found == still.end() || found->second != index) raised[index].until = at;
      }
      holding = std::move(still);
      if (!now.has_recheck_time()) break;
      at = InstantOf(now.recheck_time());
      if (at > end || (next != known.end() && at >= *next)) break;
    }
  }
  return raised;
}

std::vector<std::string> WordsOf(const std::vector<Raised>& raised) {
  std::vector<std::string> words;
  for (const Raised& one : raised) {
    words.push_back(std::to_string(MicrosOf(one.from)) + " to " +
                    (one.until.has_value() ? std::to_string(MicrosOf(*one.until)) : "the end") +
                    ": " + one.result.SerializeAsString());
  }
  return words;
}

TEST(EveryTimeline, ReplayedSaysWhatAnEvaluationOfEachMomentSays) {
  std::size_t raised = 0, ended = 0, histories = 0;
  std::map<std::string, std::size_t> by_rule;
  ForAll(
      InLosAngeles(),
      [&](const CompiledRuleSet& rules, RandomReports& random, const std::vector<Report>& reports,
          const Timeline& timeline, Instant, const v1::Evaluation&) {
        const Instant end = random.Moment(20, 120);
        const auto replayed = Replay(rules, timeline, end);
        EXPECT_EQ(WordsOf(replayed), WordsOf(StepByStep(rules, timeline, reports, end)));
        ++histories;
        raised += replayed.size();
        for (const Raised& one : replayed) ++by_rule[one.result.rule()];
        ended += static_cast<std::size_t>(std::ranges::count_if(
            replayed, [](const Raised& one) { return one.until.has_value(); }));
      },
      kPart);
  EXPECT_GT(raised, histories / 2);
  EXPECT_GT(ended, histories / 4);
  for (const char* rule : {"areas", "areas-of-any-site", "near-trend"}) {
    EXPECT_GE(by_rule[rule] * 200, histories) << rule;
  }
}

// The past as it is looked back at, an evaluation at a time.
class SlowPast {
 public:
  SlowPast(const CompiledRuleSet& rules, const Timeline& timeline)
      : rules_(rules), timeline_(timeline) {
    // A report that answers nothing is none.
    for (const auto& track : timeline.tracks()) {
      for (const auto& row : timeline.RowsOf(track)) moments_.insert(FromMicros(row.observed));
    }
  }

  template <class Visit>
  void VisitFrom(Instant moment, Instant until, bool itself, const Visit& visit) const {
    const Options options{.as_observed = true, .recheck_until = until};
    auto then = Evaluate(rules_, timeline_, moment, options);
    if (itself) visit(then);
    while (then.has_recheck_time()) {
      then = Evaluate(rules_, timeline_, InstantOf(then.recheck_time()), options);
      visit(then);
    }
  }

  // What says most of each rule and site, and more than `now` does.
  std::map<PlaceKey, v1::RuleResult> Held(Instant since, const std::string& added,
                                          const v1::Evaluation& now) const {
    const auto weight = [&](const v1::RuleResult& result) {
      return std::pair(result.urgency(), RestsOn(result, added));
    };
    std::map<PlaceKey, v1::RuleResult> said, best;
    for (const auto& result : now.results()) said.emplace(PlaceOf(result), result);
    const auto consider = [&](const v1::Evaluation& then) {
      for (const auto& result : then.results()) {
        const auto known = said.find(PlaceOf(result));
        if (known != said.end() && weight(result) <= weight(known->second)) continue;
        const auto held = best.find(PlaceOf(result));
        if (held == best.end() || weight(result) >= weight(held->second)) {
          best[PlaceOf(result)] = result;
        }
      }
    };
    const Instant as_of = InstantOf(now.as_of());
    const auto first = moments_.lower_bound(since);
    if (first != moments_.begin()) {
      VisitFrom(*std::prev(first), std::min(since, as_of), false, consider);
    }
    // The newest report, of today: nothing but what is said now can have held at its moment.
    const auto& calendar = rules_.calendar();
    if (*moments_.rbegin() <= since && calendar.DateOf(since) >= calendar.DateOf(as_of))
      return best;
    for (auto moment = first; moment != moments_.end(); ++moment) {
      const auto next = std::next(moment);
      VisitFrom(*moment, std::min(next == moments_.end() ? as_of : *next, as_of), true, consider);
    }
    return best;
  }

  bool Ever(Instant until, const std::function<bool(const v1::RuleResult&)>& is_meant) const {
    bool held = false;
    for (auto moment = moments_.begin(); moment != moments_.end() && *moment < until; ++moment) {
      const auto next = std::next(moment);
      VisitFrom(*moment, next == moments_.end() ? until : std::min(until, *next), true,
                [&](const v1::Evaluation& then) {
                  held = held || std::ranges::any_of(then.results(), is_meant);
                });
    }
    return held;
  }

 private:
  const CompiledRuleSet& rules_;
  const Timeline& timeline_;
  std::set<Instant> moments_;
};

// Without what tells since when it is known and what was denied since.
std::string Head(const v1::RuleResult& result) {
  v1::RuleResult head = result;
  head.set_basis(head.basis().substr(0, head.basis().find(" Known only since ")));
  return head.SerializeAsString();
}

TEST(EveryTimeline, LookedBackAtSaysWhatAnEvaluationOfEachMomentSays) {
  std::size_t held = 0, histories = 0;
  ForAll(
      InLosAngeles(),
      [&](const CompiledRuleSet& rules, RandomReports& random, const std::vector<Report>& reports,
          const Timeline& timeline, Instant as_of, const v1::Evaluation&) {
        if (timeline.size() == 0) return;
        const auto now = Evaluate(rules, timeline, as_of, {.all_entered = true});
        const Report& one = random.OneOf(reports);
        // One that was added, one that was withdrawn, and everything.
        Instant since = one.observed;
        std::string added = one.name;
        if (random.Chance(30)) {
          since = random.Moment(0, 50);
          added.clear();
        } else if (random.Chance(10)) {
          since = Instant::min();
        }
        const auto results = HeldBefore(rules, timeline, since, added, now);
        const auto slow = SlowPast(rules, timeline).Held(since, added, now);
        ASSERT_EQ(results.size(), slow.size());
        std::size_t at = 0;
        for (const auto& [key, result] : slow) EXPECT_EQ(Head(results[at++]), Head(result));
        ++histories;
        held += results.size();
      },
      kPart);
  EXPECT_GT(held, histories / 4);
}

TEST(EveryTimeline, SaysWhetherAnEvaluationOfSomeMomentEverSaidIt) {
  std::size_t ever = 0, never = 0;
  ForAll(
      InLosAngeles(),
      [&](const CompiledRuleSet& rules, RandomReports& random, const std::vector<Report>&,
          const Timeline& timeline, Instant as_of, const v1::Evaluation&) {
        const auto& all = rules.source().rules();
        const auto& rule = all[random.Number(0, all.size() - 1)];
        const auto least = static_cast<v1::Urgency>(random.Number(v1::WATCH, v1::EMERGENCY));
        const auto is_meant = [&](const v1::RuleResult& result) {
          return result.rule() == rule.id() && result.urgency() >= least;
        };
        const bool held = EverHeldBefore(rules, timeline, as_of, is_meant);
        EXPECT_EQ(held, SlowPast(rules, timeline).Ever(as_of, is_meant));
        ++(held ? ever : never);
      },
      kPart);
  EXPECT_GT(ever * 100, never);
}

}  // namespace
}  // namespace midstance::rules

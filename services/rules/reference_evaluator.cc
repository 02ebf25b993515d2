#include "services/rules/reference_evaluator.h"

#include <algorithm>
#include <limits>
#include <set>

namespace midstance::rules::reference {
namespace {

using Tellings = std::vector<Told>;

// The days between which a `seen` must be satisfied, and whether it stands under a guard.
struct Bounds {
  int first = std::numeric_limits<int>::min();
  int last = std::numeric_limits<int>::max();
  bool guard = false;
};

// One rule at one key at one moment.
class Asking {
 public:
  Asking(const v1::Defaults& defaults, const Vocabulary& vocabulary, const Keys& keys,
         const std::optional<Site>& site, int today, bool one_is_enough)
      : defaults_(defaults),
        vocabulary_(vocabulary),
        keys_(keys),
        site_(site),
        here_(keys.at(site)),
        today_(today),
        one_is_enough_(one_is_enough) {}

  Truth Of(const v1::Condition& condition, const Bounds& bounds = {}) const {
    switch (condition.kind_case()) {
      case v1::Condition::kAllOf:
        return OfAll(condition.all_of(), bounds);
      case v1::Condition::kAnyOf: {
        Truth any = Truth::kNo;
        for (const auto& one : condition.any_of().of()) any = std::max(any, Of(one, bounds));
        return any;
      }
      case v1::Condition::kNot: {
        const Truth inner = Of(condition.not_(), {.guard = true});
        if (inner == Truth::kOpen) return Truth::kOpen;
        return inner == Truth::kYes ? Truth::kNo : Truth::kYes;
      }
      case v1::Condition::kUnless:
        return Of(condition.unless(), {.guard = true}) == Truth::kYes ? Truth::kNo : Truth::kYes;
      case v1::Condition::kSeen:
        return OfSeen(condition.seen(), bounds);
      case v1::Condition::kRun:
        return OfRun(condition.run(), bounds);
      case v1::Condition::kRepeats:
        return OfRepeats(condition.repeats(), bounds);
      case v1::Condition::kTrend:
        return OfTrend(condition.trend(), bounds);
      case v1::Condition::kFact:
        return OfFact(condition.fact(), bounds);
      default:
        return Truth::kOpen;
    }
  }

 private:
  int NewsDay(const Told& told, const Bounds& bounds) const {
    return bounds.guard ? told.day : told.known_day;
  }
  bool Current(const Told& told, int window, const Bounds& bounds) const {
    return today_ - NewsDay(told, bounds) <= window;
  }
  int GapOf(bool set, const v1::Span& gap) const {
    return set ? gap.days() : defaults_.run_gap().days();
  }

  Truth OfAll(const v1::Conditions& conditions, const Bounds& bounds) const {
    const auto all = [&](const Bounds& within) {
      Truth truth = Truth::kYes;
      for (const auto& one : conditions.of()) truth = std::min(truth, Of(one, within));
      return truth;
    };
    const Truth apart = all(bounds);
    if (!conditions.has_within() || apart != Truth::kYes) return apart;
    // Some stretch of so many days in which each is satisfied; wherever it ends.
    std::set<int> ends = {today_};
    for (const auto& [site, tellings] : keys_) {
      for (const Told& told : tellings) ends.insert(told.day);
    }
    for (const int end : ends) {
      const Bounds stretch{.first = std::max(bounds.first, end - conditions.within().days()),
                           .last = std::min(bounds.last, end),
                           .guard = bounds.guard};
      if (all(stretch) == Truth::kYes) return Truth::kYes;
    }
    return Truth::kNo;
  }

  Truth OfSeen(const v1::Seen& seen, const Bounds& bounds) const {
    const auto about = [&](const std::optional<Site>& site) {
      if (seen.areas_size() == 0) return true;
      return site.has_value() &&
             std::find(seen.areas().begin(), seen.areas().end(), site->area) != seen.areas().end();
    };
    if (seen.at() == v1::Seen::ANY_SITE) {
      bool any = false;
      Truth truth = Truth::kNo;
      for (const auto& [site, tellings] : keys_) {
        if (!about(site)) continue;
        any = true;
        truth = std::max(truth, OfSeenIn(seen, tellings, bounds));
      }
      return any ? truth : Truth::kOpen;
    }
    if (!about(site_)) return Truth::kNo;
    if (seen.at() != v1::Seen::OTHER_SIDE) return OfSeenIn(seen, here_, bounds);
    if (!site_.has_value() || (site_->side != v1::LEFT && site_->side != v1::RIGHT)) {
      return Truth::kOpen;
    }
    const auto other =
        keys_.find(Site{site_->area, site_->side == v1::LEFT ? v1::RIGHT : v1::LEFT});
    return other == keys_.end() ? Truth::kOpen : OfSeenIn(seen, other->second, bounds);
  }

  Truth OfSeenIn(const v1::Seen& seen, const Tellings& tellings, const Bounds& bounds) const {
    const int window =
        seen.has_window() ? seen.window().days() : defaults_.composite_window().days();
    std::vector<const Told*> affirm, deny;
    for (const Told& told : tellings) {
      if (!vocabulary_.Speaks(seen.entry(), told.answers)) continue;
      const Truth truth = vocabulary_.Of(seen.entry(), told.answers);
      if (truth == Truth::kYes) affirm.push_back(&told);
      if (truth == Truth::kNo) deny.push_back(&told);
    }
    const bool enough = one_is_enough_ && !bounds.guard;
    const bool withdraws = !enough && !seen.include_withdrawn();
    for (const Told* told : affirm) {
      if (!Current(*told, window, bounds) || told->day < bounds.first || told->day > bounds.last) {
        continue;
      }
      const bool withdrawn = withdraws && std::ranges::any_of(deny, [&](const Told* other) {
                               return bounds.guard ? other->observed >= told->observed
                                                   : other->observed > told->observed;
                             });
      if (!withdrawn) return Truth::kYes;
    }
    // A denial that is no longer current has withdrawn what was before it, and says no more itself.
    for (const Told* told : deny) {
      const bool newest = deny.back()->observed == told->observed;
      if (Current(*told, window, bounds) && told->day >= bounds.first && (newest || !withdraws)) {
        return Truth::kNo;
      }
    }
    return Truth::kOpen;
  }

  // The reports of one moment that speak of a state: neither is the later.
  struct Spoken {
    std::vector<const Told*> present, absent, silent;

    const Told& any() const {
      return *(!present.empty() ? present : !absent.empty() ? absent : silent).front();
    }
  };
  // The oldest first.
  std::vector<Spoken> SpokenOf(const std::string& state) const {
    std::vector<Spoken> moments;
    for (const Told& told : here_) {
      if (!vocabulary_.SpeaksOfState(state, told.answers)) continue;
      if (moments.empty() || moments.back().any().observed != told.observed) moments.emplace_back();
      const Truth truth = vocabulary_.OfState(state, told.answers);
      Spoken& now = moments.back();
      (truth == Truth::kYes  ? now.present
       : truth == Truth::kNo ? now.absent
                             : now.silent)
          .push_back(&told);
    }
    return moments;
  }

  Truth Some(const v1::EntryTest& test, const std::vector<const Told*>& reports) const {
    Truth some = Truth::kNo;
    for (const Told* told : reports) some = std::max(some, vocabulary_.Of(test, told->answers));
    return some;
  }

  bool NewsWithin(int days, const std::vector<const Told*>& reports, const Bounds& bounds) const {
    return std::ranges::any_of(reports,
                               [&](const Told* told) { return Current(*told, days, bounds); });
  }

  bool Rose(const v1::Rise& rise, const std::vector<const Told*>& reports) const {
    for (const Told* from : reports) {
      for (const Told* to : reports) {
        const Answered* before = AnswerTo(rise.code(), from->answers);
        const Answered* after = AnswerTo(rise.code(), to->answers);
        if (from->observed < to->observed && before != nullptr && after != nullptr &&
            after->number - before->number >= rise.at_least()) {
          return true;
        }
      }
    }
    return false;
  }

  Truth OfRun(const v1::Run& run, const Bounds& bounds) const {
    const int gap = GapOf(run.has_max_gap(), run.max_gap());
    const auto moments = SpokenOf(run.of());
    std::vector<const Told*> reports, newest;
    std::set<int> days;
    bool absent = false, silent_since = false;
    for (auto moment = moments.rbegin(); moment != moments.rend(); ++moment) {
      if (!days.empty() && *days.begin() - moment->any().day > gap) break;
      // What is silent counts until the newest report that is not.
      if (days.empty()) silent_since |= !moment->silent.empty();
      if (!moment->present.empty()) {
        if (newest.empty()) newest = moment->present;
        reports.insert(reports.end(), moment->present.begin(), moment->present.end());
        days.insert(moment->present.front()->day);
      } else if (!moment->absent.empty()) {
        absent = true;
        break;
      }
    }
    if (reports.empty()) return absent && !silent_since ? Truth::kNo : Truth::kOpen;
    Truth truth = Truth::kYes;
    if (static_cast<int>(days.size()) < run.min_entries() ||
        *days.rbegin() - *days.begin() < (run.has_span() ? run.span().days() : 0) ||
        (run.has_rise() && !Rose(run.rise(), reports))) {
      truth = Truth::kNo;
    }
    if (truth == Truth::kYes && run.has_some_entry()) {
      truth = std::min(truth, Some(run.some_entry(), reports));
    }
    if (truth != Truth::kNo && run.has_last()) truth = std::min(truth, Some(run.last(), newest));
    if (truth == Truth::kYes) return NewsWithin(gap, reports, bounds) ? truth : Truth::kOpen;
    return silent_since ? Truth::kOpen : truth;
  }

  Truth OfRepeats(const v1::Repeats& repeats, const Bounds& bounds) const {
    const int gap = GapOf(repeats.has_max_gap(), repeats.max_gap());
    // Each ended run with the report that ended it, the last.
    std::vector<std::vector<const Told*>> runs;
    std::vector<const Told*> open;
    bool spoken = false;
    for (const Spoken& moment : SpokenOf(repeats.of())) {
      spoken |= !moment.present.empty() || !moment.absent.empty();
      if (!moment.present.empty()) {
        if (!open.empty() && moment.any().day - open.back()->day > gap) open.clear();
        open.insert(open.end(), moment.present.begin(), moment.present.end());
      }
      if (!moment.absent.empty() && !open.empty()) {
        open.push_back(moment.absent.front());
        runs.push_back(open);
        open.clear();
      }
    }
    Truth truth = spoken ? Truth::kNo : Truth::kOpen;
    for (std::size_t first = 0; first < runs.size(); ++first) {
      std::vector<const Told*> reports;
      for (std::size_t last = first; last < runs.size(); ++last) {
        reports.insert(reports.end(), runs[last].begin(), runs[last].end());
        if (static_cast<int>(last - first) + 1 < repeats.at_least() ||
            reports.back()->day - reports.front()->day > repeats.within().days()) {
          continue;
        }
        Truth some = repeats.has_some_entry() ? Some(repeats.some_entry(), reports) : Truth::kYes;
        if (some == Truth::kYes && !NewsWithin(gap, reports, bounds)) some = Truth::kOpen;
        truth = std::max(truth, some);
      }
    }
    return truth;
  }

  Truth OfTrend(const v1::Trend& trend, const Bounds& bounds) const {
    // Of each moment the worst number.
    struct Point {
      const Told* told;
      const Answered* answer;
    };
    std::vector<Point> points;
    for (const Told& told : here_) {
      const Answered* answer = AnswerTo(trend.code(), told.answers);
      if (answer == nullptr) continue;
      if (trend.has_where() && vocabulary_.Of(trend.where(), told.answers) != Truth::kYes) continue;
      if (points.empty() || points.back().told->observed != told.observed) {
        points.push_back({&told, answer});
      } else if (!vocabulary_.Worse(*points.back().answer, *answer)) {
        points.back() = {&told, answer};
      }
    }
    if (points.empty()) return Truth::kOpen;
    const Point& newest = points.back();
    if (!Current(*newest.told, defaults_.run_gap().days(), bounds)) return Truth::kOpen;
    const Point* from = nullptr;
    for (const Point& point : points) {
      const int apart = newest.told->day - point.told->day;
      if (apart < trend.over().days() || (trend.has_within() && apart > trend.within().days())) {
        continue;
      }
      std::set<int> days;
      for (const Point& between : points) {
        if (between.told->observed >= point.told->observed) days.insert(between.told->day);
      }
      if (static_cast<int>(days.size()) >= std::max(2, trend.min_entries())) from = &point;
    }
    if (from == nullptr) return Truth::kOpen;
    const double change = newest.answer->number - from->answer->number;
    const bool holds = trend.direction() == v1::Trend::RISING    ? change >= trend.at_least()
                       : trend.direction() == v1::Trend::FALLING ? -change >= trend.at_least()
                                                                 : -change < trend.at_least();
    return holds ? Truth::kYes : Truth::kNo;
  }

  Truth OfFact(const v1::Fact& fact, const Bounds& bounds) const {
    Answers newest;
    std::vector<Instant> observed;
    for (const Told& told : keys_.at(std::nullopt)) {
      if (fact.has_told_within() && !Current(told, fact.told_within().days(), bounds)) continue;
      for (const Answered& answer : told.answers) {
        const auto before =
            std::ranges::find(newest, answer.code, [](const Answered& one) { return one.code; });
        if (before == newest.end()) {
          newest.push_back(answer);
          observed.push_back(told.observed);
          continue;
        }
        Instant& moment = observed[static_cast<std::size_t>(before - newest.begin())];
        if (moment < told.observed || vocabulary_.Worse(answer, *before)) {
          *before = answer;
          moment = told.observed;
        }
      }
    }
    return vocabulary_.Speaks(fact.entry(), newest) ? vocabulary_.Of(fact.entry(), newest)
                                                    : Truth::kOpen;
  }

  const v1::Defaults& defaults_;
  const Vocabulary& vocabulary_;
  const Keys& keys_;
  const std::optional<Site>& site_;
  const Tellings& here_;
  const int today_;
  const bool one_is_enough_;
};

}  // namespace

std::vector<Result> Evaluator::Evaluate(std::span<const Report> reports, Instant as_of) const {
  const Keys keys = KeysAt(vocabulary_, calendar_, reports, as_of);
  const int today = static_cast<int>(calendar_.DateOf(as_of).time_since_epoch().count());
  std::vector<Result> results;
  for (const auto& rule : set_.rules()) {
    for (const auto& each : keys) {
      const auto& site = each.first;
      if (site.has_value() != (rule.key() == v1::Rule::EACH_SITE)) continue;
      if (site.has_value() && rule.areas_size() > 0 &&
          std::find(rule.areas().begin(), rule.areas().end(), site->area) == rule.areas().end()) {
        continue;
      }
      const auto ask = [&](v1::Urgency urgency) {
        return Asking(set_.defaults(), vocabulary_, keys, site, today, urgency == v1::EMERGENCY);
      };
      Result result{.rule = rule.id(), .site = site};
      const Truth truth = ask(rule.urgency()).Of(rule.when());
      result.truth = truth == Truth::kYes  ? v1::HOLDS
                     : truth == Truth::kNo ? v1::DOES_NOT_HOLD
                                           : v1::UNDECIDED;
      if (truth == Truth::kYes) {
        result.urgency = rule.urgency();
        for (const auto& upgrade : rule.upgrades()) {
          if (upgrade.urgency() > result.urgency &&
              ask(upgrade.urgency()).Of(upgrade.when()) == Truth::kYes) {
            result.urgency = upgrade.urgency();
          }
        }
      }
      results.push_back(std::move(result));
    }
  }
  std::ranges::sort(results);
  return results;
}

}  // namespace midstance::rules::reference

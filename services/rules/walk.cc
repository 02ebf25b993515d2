#include "services/rules/walk.h"

#include <algorithm>

#include "services/rules/may_hold.h"

namespace midstance::rules {
HistoryWalk::HistoryWalk(const View& view, std::int64_t from, std::int64_t until)
    : view_(view), from_(from), until_(until), starts_(view.program.calendar) {}

template <class Visit>
bool HistoryWalk::ForEachRule(const Visit& visit) {
  for (const auto& track : view_.timeline.tracks()) {
    const Ranges ranges(view_.timeline, track);
    for (const RuleInfo& rule : view_.program.rules) {
      if (!rule.IsAskedAt(track.area())) continue;
      if (ranges.CanHold(view_.program, rule) && visit(rule, track)) return true;
    }
  }
  return false;
}

std::vector<Stretch> HistoryWalk::Stretches() {
  std::vector<Stretch> stretches;
  ForEachRule([&](const RuleInfo& rule, const Timeline::Track& track) {
    Collect(rule, track, stretches);
    return false;
  });
  return stretches;
}

bool HistoryWalk::Find(const std::function<bool(const RuleInfo&, const Timeline::Track&)>& visit,
                       const std::function<bool(const Stretch&)>& found) {
  std::vector<Stretch> stretches;
  return ForEachRule([&](const RuleInfo& rule, const Timeline::Track& track) {
    if (!visit(rule, track)) return false;
    stretches.clear();
    Collect(rule, track, stretches);
    return std::ranges::any_of(stretches, found);
  });
}

void HistoryWalk::CollectNews(const RuleInfo& rule, const Timeline::Track& track) {
  news_.clear();
  const auto add = [&](const Timeline::Track& from) {
    const std::int64_t first = from.KnownFrom(view_.as_observed);
    for (const auto& row : view_.timeline.RowsOf(from)) {
      const std::int64_t known = view_.as_observed ? row.observed : row.Known();
      // That there is another site leaves open what no other had left open.
      if (!Asks(rule, row) && known != first) continue;
      if (known <= from_ || known >= until_) continue;
      news_.push_back({known, view_.as_observed ? row.day : row.known_day});
    }
  };
  if (rule.looks_elsewhere) {
    for (const auto& each : view_.timeline.tracks()) add(each);
  } else {
    add(track);
  }
  if (!std::ranges::is_sorted(news_, {}, &Moment::at)) {
    std::ranges::sort(news_, {}, &Moment::at);
  }
}

void HistoryWalk::Collect(const RuleInfo& rule, const Timeline::Track& track,
                          std::vector<Stretch>& stretches) {
  const std::int64_t first = std::max(from_, track.KnownFrom(view_.as_observed));
  const auto spans = MayHold(view_, track, rule.when, until_, starts_);
  if (spans.empty() || spans.back().until <= first) return;
  CollectNews(rule, track);
  auto next_news = news_.begin();
  for (const TimeSpan& span : spans) {
    if (span.until <= first) continue;
    bool holds = false;
    Moment moment = MomentOf(view_.program.calendar, std::max(span.from, first));
    while (moment.at < span.until) {
      const Verdict verdict = VerdictAt(view_, rule, track, moment);
      const bool goes_on =
          holds && verdict.truth == Truth::kTrue && verdict.urgency == stretches.back().urgency;
      if (holds && !goes_on) stretches.back().until = moment.at;
      holds = verdict.truth == Truth::kTrue;
      if (holds && !goes_on) {
        stretches.push_back({&rule, &track, verdict.urgency, moment, span.until});
      }
      while (next_news != news_.end() && next_news->at <= moment.at) ++next_news;
      const Moment by_time = starts_.After(moment, verdict.until);
      moment = next_news != news_.end() && next_news->at < by_time.at ? *next_news : by_time;
    }
  }
}

}  // namespace midstance::rules

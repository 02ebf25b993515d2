#include "services/rules/may_hold.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace midstance::rules {
namespace {

using Spans = std::vector<TimeSpan>;

constexpr std::int64_t kFromEver = std::numeric_limits<std::int64_t>::min();

// In order, and apart from each other.
void Tidy(Spans& spans) {
  if (spans.size() < 2) return;
  if (!std::ranges::is_sorted(spans, {}, &TimeSpan::from)) {
    std::ranges::sort(spans, {}, &TimeSpan::from);
  }
  std::size_t last = 0;
  for (std::size_t i = 1; i < spans.size(); ++i) {
    if (spans[i].from <= spans[last].until) {
      spans[last].until = std::max(spans[last].until, spans[i].until);
    } else {
      spans[++last] = spans[i];
    }
  }
  spans.resize(last + 1);
}

Spans Common(const Spans& one, const Spans& other) {
  Spans common;
  for (std::size_t a = 0, b = 0; a < one.size() && b < other.size();) {
    const TimeSpan both{std::max(one[a].from, other[b].from),
                        std::min(one[a].until, other[b].until)};
    if (both.from < both.until) common.push_back(both);
    ++(one[a].until < other[b].until ? a : b);
  }
  return common;
}

class Finder {
 public:
  Finder(const View& view, const Timeline::Track& track, std::int64_t until, DayStarts& starts)
      : view_(view), track_(track), until_(until), starts_(starts) {}

  Spans Of(NodeIndex condition) {
    const ConditionNode& node = view_.program.conditions[condition];
    using Kind = ConditionNode::Kind;
    switch (node.kind) {
      case Kind::kAll: {
        Spans all = Always();
        for (const NodeIndex child : node.children) {
          all = Common(all, Of(child));
          if (all.empty()) break;
        }
        return all;
      }
      case Kind::kAny: {
        Spans any;
        for (const NodeIndex child : node.children) {
          const Spans one = Of(child);
          any.insert(any.end(), one.begin(), one.end());
        }
        Tidy(any);
        return any;
      }
      case Kind::kNot:
      case Kind::kUnless:
        return Always();
      case Kind::kSeen: {
        Spans spans;
        ForEachTrack(view_.timeline, track_, node,
                     [&](const Timeline::Track& track) { Seen(node, track, spans); });
        Tidy(spans);
        return spans;
      }
      case Kind::kRun:
        return OfState(node, false);
      case Kind::kRepeats:
        return OfState(node, true);
      case Kind::kTrend:
        return Where(node, [&](const Timeline::Row& row) {
          return row.site_codes.Has(node.code) || row.patient_codes.Has(node.code);
        });
      case Kind::kFact:
        return Where(node, [&](const Timeline::Row& row) {
          return row.patient_codes.Meets(node.entry.patient);
        });
    }
    return Always();
  }

 private:
  Spans Always() const { return {{kFromEver, until_}}; }

  std::int64_t Known(const Timeline::Row& row) const {
    return view_.as_observed ? row.observed : row.Known();
  }

  // While the report is known and current.
  void Add(const ConditionNode& node, const Timeline::Row& row, Spans& spans) {
    const std::int64_t known = Known(row);
    if (known >= until_) return;
    const DayNumber day = view_.as_observed ? row.day : row.known_day;
    const std::int64_t end = std::min(until_, starts_.Of(Expiry(day, node.window)).at);
    if (!spans.empty() && known >= spans.back().from && known <= spans.back().until) {
      spans.back().until = std::max(spans.back().until, end);
    } else {
      spans.push_back({known, end});
    }
  }

  template <class Counts>
  Spans Where(const ConditionNode& node, const Counts& counts) {
    Spans spans;
    for (const auto& row : view_.timeline.RowsOf(track_)) {
      if (counts(row)) Add(node, row, spans);
    }
    Tidy(spans);
    return spans;
  }

  void Seen(const ConditionNode& node, const Timeline::Track& track, Spans& spans) {
    for (const auto& row : view_.timeline.RowsOf(track)) {
      if (Speaks(node.entry, row) && Evaluate(view_.program, node.entry.root,
                                              AnswersOf(view_.timeline, row)) == Truth::kTrue) {
        Add(node, row, spans);
      }
    }
  }

  // A run needs a present report that is current; where runs are counted, the absent one that ended
  // the last of them does as well. Before so many present reports are known, and one that says what
  // some of them must, it cannot hold.
  Spans OfState(const ConditionNode& node, bool ended) {
    const Test& present = view_.program.states[node.state].present;
    std::vector<std::int64_t> known;
    std::int64_t some = node.entry.Exists() ? until_ : kFromEver;
    Spans spans = Where(node, [&](const Timeline::Row& row) {
      if (!Speaks(present, row)) return false;
      const Truth truth = EvaluateState(view_.program, node.state, AnswersOf(view_.timeline, row));
      if (truth == Truth::kTrue) known.push_back(Known(row));
      if (some > Known(row) && Evaluate(view_.program, node.entry.root,
                                        AnswersOf(view_.timeline, row)) == Truth::kTrue) {
        some = Known(row);
      }
      return truth == Truth::kTrue || (ended && truth == Truth::kFalse);
    });
    const auto needed = static_cast<std::size_t>(std::max(node.min_entries, 1));
    if (known.size() < needed) return {};
    const auto last = known.begin() + static_cast<std::ptrdiff_t>(needed - 1);
    std::ranges::nth_element(known, last);
    const std::int64_t from = std::max(*last, some);
    if (from >= until_) return {};
    return Common(spans, {{from, until_}});
  }

  const View& view_;
  const Timeline::Track& track_;
  const std::int64_t until_;
  DayStarts& starts_;
};

}  // namespace

std::vector<TimeSpan> MayHold(const View& view, const Timeline::Track& track, NodeIndex condition,
                              std::int64_t until, DayStarts& starts) {
  return Finder(view, track, until, starts).Of(condition);
}

}  // namespace midstance::rules

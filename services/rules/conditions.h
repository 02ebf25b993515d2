#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "services/rules/days.h"
#include "services/rules/entry_test.h"
#include "services/rules/program.h"
#include "services/rules/timeline.h"

namespace midstance::rules {

// Where and when a condition is asked.
struct Scope {
  const Program& program;
  const Timeline& timeline;
  const Timeline::Track& track;
  std::int64_t as_of;  // microseconds
  DayNumber day;       // of as_of
  bool lasting;        // one present report is enough, whatever others say
  // Every report counts as known when it was observed.
  bool as_observed = false;
  // Under a guard, which holds a rule back: how recent a report is, is measured from the day it was
  // observed. Told late, it is news that may raise; a stale denial does not protect.
  bool guard = false;
  // Reports count whenever they were entered.
  bool all_entered = false;
  // `seen` looks for reports observed on these days.
  DayNumber first_day = std::numeric_limits<DayNumber>::min();
  DayNumber last_day = std::numeric_limits<DayNumber>::max();

  bool Visible(const Timeline::Row& row) const {
    return all_entered || (as_observed ? row.observed : row.Known()) <= as_of;
  }
  // Whether anything was told of the key yet. What is told of it later leaves nothing open now.
  bool Knows(const Timeline::Track& of) const {
    return all_entered || of.KnownFrom(as_observed) <= as_of;
  }
  // The key's reports that may be visible, oldest first: none that was observed later.
  std::span<const Timeline::Row> RowsOf(const Timeline::Track& of) const {
    const auto rows = timeline.RowsOf(of);
    if (all_entered || rows.empty() || rows.back().observed <= as_of) return rows;
    const auto later =
        std::ranges::upper_bound(rows, as_of, std::ranges::less(), &Timeline::Row::observed);
    return rows.first(static_cast<std::size_t>(later - rows.begin()));
  }
  Timeline::Reversed NewestFirst(const Timeline::Track& of) const { return {RowsOf(of)}; }
  // The newest day from which on this report, or one observed before it, is recent.
  DayNumber NewestNewsDay(const Timeline::Row& row) const {
    return as_observed || guard ? row.day : row.newest_known_day;
  }
  // The day from which on the report is recent.
  DayNumber NewsDay(const Timeline::Row& row) const {
    return as_observed || guard ? row.day : row.known_day;
  }
  bool Current(const Timeline::Row& row, int window) const {
    return window == 0 || day - NewsDay(row) <= window;
  }
};

// The day on which a report that is news of `news_day` is no longer current.
inline DayNumber Expiry(DayNumber news_day, int window) {
  return window == 0 ? kNoDay : news_day + window + 1;
}

// An answer, and the earliest day at whose start it may become another without a new report
// becoming known. It may also stay the same then; it cannot change before.
struct Judgement {
  Truth truth = Truth::kUndecided;
  DayNumber until = kNoDay;
};

Judgement Judge(const Scope& scope, NodeIndex condition);

struct SeenFinding {
  Truth truth = Truth::kUndecided;
  DayNumber until = kNoDay;
  // The report that decided.
  const Timeline::Row* row = nullptr;
  const Timeline::Track* track = nullptr;
};
SeenFinding FindSeen(const Scope& scope, const ConditionNode& node);

// A report as one key sees it.
struct SeenRow {
  const Timeline::Row* row;
  const Timeline::Track* track;
};
// Every current report that satisfies a `seen` that holds, in no order. Of very many the one
// observed last and those entered last are kept.
std::vector<SeenRow> AllSeen(const Scope& scope, const ConditionNode& node);

// Of a `seen` that does not hold, the reports that say so: at ANY_SITE one of each site that is
// known.
std::vector<SeenRow> AllDenied(const Scope& scope, const ConditionNode& node);

// The patient's newest answers to the codes of a fact, with the reports they come from.
struct FactFinding {
  Truth truth = Truth::kUndecided;
  DayNumber until = kNoDay;
  std::vector<Timeline::Value> values;
  std::vector<const Timeline::Row*> rows;
};
FactFinding FindFact(const Scope& scope, const ConditionNode& node);

// For an all_of with `within` whose parts hold one by one: the scope of the newest days on which
// they hold together, if any.
std::optional<Scope> FindTogether(const Scope& scope, const ConditionNode& node);

// Whether a `seen` looks at reports of the track.
inline bool IsAbout(const ConditionNode& node, const Timeline::Track& track) {
  return node.areas == 0 || (track.site.has_value() && (node.areas >> track.site->area & 1) != 0);
}

// The tracks that a `seen` looks at from one.
template <class Visit>
void ForEachTrack(const Timeline& timeline, const Timeline::Track& track, const ConditionNode& node,
                  const Visit& visit) {
  const auto look = [&](const Timeline::Track& at) {
    if (IsAbout(node, at)) visit(at);
  };
  switch (node.at) {
    case v1::Seen::OTHER_SIDE: {
      if (!track.site.has_value()) return;
      Site site = *track.site;
      if (site.side != v1::LEFT && site.side != v1::RIGHT) return;
      site.side = site.side == v1::LEFT ? v1::RIGHT : v1::LEFT;
      if (const Timeline::Track* other = timeline.FindTrack(site)) look(*other);
      return;
    }
    case v1::Seen::ANY_SITE:
      for (const Timeline::Track& any : timeline.tracks()) look(any);
      return;
    default:
      look(track);
  }
}

// The scope of what stands under a guard: not bound to the days of a surrounding `within`.
Scope Guarded(const Scope& scope);

}  // namespace midstance::rules

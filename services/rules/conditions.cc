#include "services/rules/conditions.h"

#include <algorithm>
#include <functional>

#include "services/rules/runs.h"
#include "services/rules/trend.h"

namespace midstance::rules {
namespace {

using Row = Timeline::Row;
using Track = Timeline::Track;

constexpr std::size_t kMostSeen = 12;

// `all`: collect every satisfying report instead of stopping at the first.
SeenFinding FindSeenAt(const Scope& scope, const ConditionNode& node, const Track& track,
                       std::vector<SeenRow>* all = nullptr) {
  SeenFinding finding;
  if (!(track.codes.Meets(node.entry.site) || track.codes.Meets(node.entry.patient))) {
    return finding;
  }
  const bool lasting = scope.lasting || node.include_withdrawn;
  // Of two reports of one moment neither is the later. The one that raises stands: the one that
  // satisfies, or under a guard, which holds a rule back, the one that does not.
  const Row* decided = nullptr;   // others of its moment may overrule it
  const Row* affirmed = nullptr;  // none of its moment may
  for (const Row& row : scope.NewestFirst(track)) {
    if (decided != nullptr && row.observed != decided->observed) break;
    if (row.day < scope.first_day) break;
    if (node.window != 0 && scope.day - scope.NewestNewsDay(row) > node.window) break;
    // A report that cannot satisfy, cannot withdraw either when nothing withdraws.
    const bool current = scope.Current(row, node.window);
    if (lasting && !current) continue;
    if (!scope.Visible(row) || !Speaks(node.entry, row)) continue;
    const Truth truth = Evaluate(scope.program, node.entry.root, AnswersOf(scope.timeline, row));
    if (truth == Truth::kUndecided) continue;
    if (truth == Truth::kTrue) {
      if (!current || row.day > scope.last_day) continue;
      if (finding.truth != Truth::kTrue) {
        finding = {truth, Expiry(scope.NewsDay(row), node.window), &row, &track};
      }
      if (all != nullptr) all->push_back({&row, &track});
      if (all == nullptr && (lasting || !scope.guard)) return finding;
      decided = all == nullptr ? &row : nullptr;
      affirmed = &row;
      continue;
    }
    const bool tied = affirmed != nullptr && affirmed->observed == row.observed;
    if (tied && !scope.guard) continue;
    if (current && (finding.row == nullptr || (tied && !lasting))) {
      finding = {truth, Expiry(scope.NewsDay(row), node.window), &row, &track};
    }
    if (lasting) continue;
    if (scope.guard) break;
    decided = &row;
  }
  return finding;
}

Judgement JudgeAll(const Scope& scope, const ConditionNode& node) {
  Judgement all{Truth::kTrue, kNoDay};
  for (const NodeIndex child : node.children) {
    const Judgement one = Judge(scope, child);
    if (one.truth == Truth::kFalse) return one;
    all = {std::min(all.truth, one.truth), std::min(all.until, one.until)};
  }
  return all;
}

Judgement JudgeAny(const Scope& scope, const ConditionNode& node) {
  Judgement any{Truth::kFalse, kNoDay};
  for (const NodeIndex child : node.children) {
    const Judgement one = Judge(scope, child);
    if (one.truth == Truth::kTrue) return one;
    any = {std::max(any.truth, one.truth), std::min(any.until, one.until)};
  }
  return any;
}

// The days on which a report satisfies one of the `seen` conditions that are not under a guard.
void CollectDays(const Scope& scope, const ConditionNode& node, std::vector<DayNumber>& days) {
  if (node.kind == ConditionNode::Kind::kAll || node.kind == ConditionNode::Kind::kAny) {
    for (const NodeIndex child : node.children) {
      CollectDays(scope, scope.program.conditions[child], days);
    }
  }
  if (node.kind != ConditionNode::Kind::kSeen) return;
  ForEachTrack(scope.timeline, scope.track, node, [&](const Track& track) {
    for (const Row& row : scope.RowsOf(track)) {
      if (scope.Visible(row) && scope.Current(row, node.window) && Speaks(node.entry, row) &&
          Evaluate(scope.program, node.entry.root, AnswersOf(scope.timeline, row)) ==
              Truth::kTrue) {
        days.push_back(row.day);
      }
    }
  });
}

// The first day on which a report that any part of the condition may look at is no longer
// current. Whether findings lie together depends on every one of them, not only on those that
// decided the parts.
DayNumber NextExpiry(const Scope& scope, const ConditionNode& node) {
  DayNumber next = kNoDay;
  for (const NodeIndex child : node.children) {
    next = std::min(next, NextExpiry(scope, scope.program.conditions[child]));
  }
  if (node.window == 0) return next;
  for (const Track& track : scope.timeline.tracks()) {
    for (const Row& row : scope.timeline.RowsOf(track)) {
      for (const DayNumber day : {row.day, row.known_day}) {
        const DayNumber expiry = Expiry(day, node.window);
        if (expiry > scope.day) next = std::min(next, expiry);
      }
    }
  }
  return next;
}

}  // namespace

Scope Guarded(const Scope& scope) {
  Scope guarded = scope;
  guarded.first_day = std::numeric_limits<DayNumber>::min();
  guarded.last_day = std::numeric_limits<DayNumber>::max();
  guarded.guard = true;
  // That one report is enough is for raising, not for holding back.
  guarded.lasting = false;
  return guarded;
}

SeenFinding FindSeen(const Scope& scope, const ConditionNode& node) {
  SeenFinding best;
  // Another area is known to be another, whatever is reported of it.
  if (node.at != v1::Seen::ANY_SITE && !IsAbout(node, scope.track)) best.truth = Truth::kFalse;
  bool first = true;
  ForEachTrack(scope.timeline, scope.track, node, [&](const Track& track) {
    if (!scope.Knows(track)) return;
    const SeenFinding finding = FindSeenAt(scope, node, track);
    const DayNumber until = first ? finding.until : std::min(best.until, finding.until);
    if (first || finding.truth > best.truth) best = finding;
    best.until = best.truth == Truth::kTrue ? best.until : until;
    first = false;
  });
  return best;
}

std::vector<SeenRow> AllSeen(const Scope& scope, const ConditionNode& node) {
  std::vector<SeenRow> all;
  ForEachTrack(scope.timeline, scope.track, node,
               [&](const Track& track) { FindSeenAt(scope, node, track, &all); });
  if (all.size() <= kMostSeen) return all;
  const auto newest =
      std::ranges::max_element(all, {}, [](const SeenRow& seen) { return seen.row->observed; });
  std::iter_swap(all.begin(), newest);
  std::ranges::stable_sort(all.begin() + 1, all.end(), std::ranges::greater(),
                           [](const SeenRow& seen) { return seen.row->entered; });
  all.resize(kMostSeen);
  return all;
}

std::vector<SeenRow> AllDenied(const Scope& scope, const ConditionNode& node) {
  std::vector<SeenRow> all;
  ForEachTrack(scope.timeline, scope.track, node, [&](const Track& track) {
    if (!scope.Knows(track)) return;
    const SeenFinding finding = FindSeenAt(scope, node, track);
    if (finding.truth == Truth::kFalse) all.push_back({finding.row, finding.track});
  });
  return all;
}

FactFinding FindFact(const Scope& scope, const ConditionNode& node) {
  FactFinding finding;
  const Track& track = scope.timeline.tracks().front();
  if (!track.codes.Meets(node.entry.patient)) return finding;
  CodeSet found;
  for (const Row& row : scope.NewestFirst(track)) {
    if (!row.patient_codes.Meets(node.entry.patient) || !scope.Visible(row) ||
        !scope.Current(row, node.window)) {
      continue;
    }
    for (const auto& value : scope.timeline.PatientValues(row)) {
      if (!node.entry.patient.Has(value.code)) continue;
      if (found.Has(value.code)) {
        // Of two answers of one moment the worse stands.
        const auto at = static_cast<std::size_t>(
            std::ranges::find(finding.values, value.code, &Timeline::Value::code) -
            finding.values.begin());
        if (finding.rows[at]->observed == row.observed &&
            scope.program.codes[value.code].Outranks(value.number, finding.values[at].number)) {
          finding.values[at] = value;
          finding.rows[at] = &row;
          finding.until = std::min(finding.until, Expiry(scope.NewsDay(row), node.window));
        }
        continue;
      }
      found.Add(value.code);
      finding.values.push_back(value);
      finding.rows.push_back(&row);
      finding.until = std::min(finding.until, Expiry(scope.NewsDay(row), node.window));
    }
  }
  finding.truth = Evaluate(scope.program, node.entry.root, {{}, finding.values});
  return finding;
}

std::optional<Scope> FindTogether(const Scope& scope, const ConditionNode& node) {
  std::vector<DayNumber> days;
  CollectDays(scope, node, days);
  std::sort(days.begin(), days.end(), std::greater<>());
  days.erase(std::unique(days.begin(), days.end()), days.end());
  for (const DayNumber day : days) {
    Scope bound = scope;
    bound.last_day = std::min(scope.last_day, day);
    bound.first_day = std::max(scope.first_day, day - node.within);
    if (JudgeAll(bound, node).truth == Truth::kTrue) return bound;
  }
  return std::nullopt;
}

Judgement Judge(const Scope& scope, NodeIndex condition) {
  const ConditionNode& node = scope.program.conditions[condition];
  switch (node.kind) {
    case ConditionNode::Kind::kAll: {
      const Judgement apart = JudgeAll(scope, node);
      if (node.within == 0 || apart.truth != Truth::kTrue) return apart;
      const auto together = FindTogether(scope, node);
      if (!together.has_value()) {
        return {Truth::kFalse, std::min(apart.until, NextExpiry(scope, node))};
      }
      return JudgeAll(*together, node);
    }
    case ConditionNode::Kind::kAny:
      return JudgeAny(scope, node);
    case ConditionNode::Kind::kNot: {
      const Judgement inner = Judge(Guarded(scope), node.children.front());
      return {Opposite(inner.truth), inner.until};
    }
    case ConditionNode::Kind::kUnless: {
      const Judgement inner = Judge(Guarded(scope), node.children.front());
      return {inner.truth == Truth::kTrue ? Truth::kFalse : Truth::kTrue, inner.until};
    }
    case ConditionNode::Kind::kSeen: {
      const SeenFinding finding = FindSeen(scope, node);
      return {finding.truth, finding.until};
    }
    case ConditionNode::Kind::kRun: {
      const RunFinding finding = FindRun(scope, node);
      return {finding.truth, finding.until};
    }
    case ConditionNode::Kind::kRepeats: {
      const RepeatsFinding finding = FindRepeats(scope, node);
      return {finding.truth, finding.until};
    }
    case ConditionNode::Kind::kTrend: {
      const TrendFinding finding = FindTrend(scope, node);
      return {finding.truth, finding.until};
    }
    case ConditionNode::Kind::kFact: {
      const FactFinding finding = FindFact(scope, node);
      return {finding.truth, finding.until};
    }
  }
  return {};
}

}  // namespace midstance::rules

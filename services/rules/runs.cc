#include "services/rules/runs.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <span>
#include <utility>
#include <vector>

namespace midstance::rules {
namespace {

using Row = Timeline::Row;

// Whether a number rose by `at_least` from some report to a later one.
bool Rose(const Scope& scope, const ConditionNode& node, std::span<const Row* const> rows) {
  double lowest = std::numeric_limits<double>::infinity(), lowest_of_moment = lowest;
  std::int64_t moment = std::numeric_limits<std::int64_t>::min();
  for (const Row* row : rows) {
    const double value = AnswersOf(scope.timeline, *row).Get(node.code);
    if (std::isnan(value)) continue;
    if (row->observed != moment) lowest = std::min(lowest, lowest_of_moment);
    if (value - lowest >= node.at_least) return true;
    lowest_of_moment = row->observed == moment ? std::min(lowest_of_moment, value) : value;
    moment = row->observed;
  }
  return false;
}

Truth SomeSatisfies(const Scope& scope, const Test& test, std::span<const Row* const> rows) {
  Truth truth = Truth::kFalse;
  for (const Row* row : rows) {
    truth = std::max(truth, Evaluate(scope.program, test.root, AnswersOf(scope.timeline, *row)));
  }
  return truth;
}

DayNumber LastNewsDay(const Scope& scope, std::span<const Row* const> rows) {
  DayNumber day = std::numeric_limits<DayNumber>::min();
  for (const Row* row : rows) day = std::max(day, scope.NewsDay(*row));
  return day;
}

// Decides a run whose reports are collected.
void Decide(const Scope& scope, const ConditionNode& node, RunFinding& run) {
  using Lack = RunFinding::Lack;
  run.truth = Truth::kFalse;
  if (run.days < node.min_entries) {
    run.lack = Lack::kDays;
  } else if (run.span < node.span) {
    run.lack = Lack::kSpan;
  } else if (node.rises && !Rose(scope, node, run.rows)) {
    run.lack = Lack::kRise;
  } else {
    const Truth some =
        node.entry.Exists() ? SomeSatisfies(scope, node.entry, run.rows) : Truth::kTrue;
    // Of one moment several reports may be the last.
    const auto newest = std::ranges::find(run.rows, run.rows.back()->observed, &Row::observed);
    const Truth last = node.last.Exists()
                           ? SomeSatisfies(scope, node.last, std::span(newest, run.rows.end()))
                           : Truth::kTrue;
    run.truth = std::min(some, last);
    run.lack = run.truth == Truth::kTrue ? Lack::kNothing
               : some < Truth::kTrue     ? Lack::kSome
                                         : Lack::kLast;
  }
  if (run.truth == Truth::kTrue) {
    const DayNumber known = LastNewsDay(scope, run.rows);
    if (scope.day - known > node.window) {
      run.truth = Truth::kUndecided;
      run.lack = Lack::kCurrency;
    } else {
      run.until = Expiry(known, node.window);
    }
  } else if (run.silent != nullptr && run.silent->observed >= run.rows.back()->observed) {
    // Its newest word leaves open whether it goes on.
    run.truth = Truth::kUndecided;
  }
}

// The reports that are present or absent, oldest first; of one moment the present ones first.
std::vector<std::pair<const Row*, bool>> Spoken(const Scope& scope, const ConditionNode& node,
                                                const Test& present) {
  std::vector<std::pair<const Row*, bool>> spoken;
  for (const Row& row : scope.RowsOf(scope.track)) {
    if (!scope.Visible(row) || !Speaks(present, row)) continue;
    const Truth truth = EvaluateState(scope.program, node.state, AnswersOf(scope.timeline, row));
    if (truth == Truth::kUndecided) continue;
    auto at = spoken.end();
    while (truth == Truth::kTrue && at != spoken.begin() && !std::prev(at)->second &&
           std::prev(at)->first->observed == row.observed) {
      --at;
    }
    spoken.emplace(at, &row, truth == Truth::kTrue);
  }
  return spoken;
}

}  // namespace

RunFinding FindRun(const Scope& scope, const ConditionNode& node) {
  RunFinding run;
  const Test& present = scope.program.states[node.state].present;
  if (!(scope.track.codes.Meets(present.site) || scope.track.codes.Meets(present.patient))) {
    return run;
  }
  for (const Row& row : scope.NewestFirst(scope.track)) {
    if (!scope.Visible(row) || !Speaks(present, row)) continue;
    if (!run.rows.empty() && run.rows.back()->day - row.day > node.window) break;
    const Truth truth = EvaluateState(scope.program, node.state, AnswersOf(scope.timeline, row));
    // Of two reports of one moment neither is the later: the present one is not hidden.
    if (run.ended_by != nullptr && row.observed != run.ended_by->observed) break;
    if (truth == Truth::kFalse) {
      const bool hidden = !run.rows.empty() && run.rows.back()->observed == row.observed;
      if (!hidden && run.ended_by == nullptr) run.ended_by = &row;
      continue;
    }
    if (truth == Truth::kUndecided) {
      if (run.silent == nullptr) run.silent = &row;
      continue;
    }
    run.ended_by = nullptr;
    if (run.rows.empty() || run.rows.back()->day != row.day) ++run.days;
    run.rows.push_back(&row);
  }
  std::ranges::reverse(run.rows);
  if (run.rows.empty()) {
    if (run.ended_by != nullptr && run.silent == nullptr) run.truth = Truth::kFalse;
    return run;
  }
  run.span = run.rows.back()->day - run.rows.front()->day;
  Decide(scope, node, run);
  return run;
}

RepeatsFinding FindRepeats(const Scope& scope, const ConditionNode& node) {
  RepeatsFinding finding;
  const Test& present = scope.program.states[node.state].present;
  if (!(scope.track.codes.Meets(present.site) || scope.track.codes.Meets(present.patient))) {
    return finding;
  }
  const auto spoken = Spoken(scope, node, present);
  // Every ended run as its present reports and the one that ended it.
  std::vector<std::vector<const Row*>> runs;
  std::vector<const Row*> open;
  for (const auto& [row, is_present] : spoken) {
    if (is_present) {
      // The silence counts between present reports: an absent one may end a run at any distance.
      if (!open.empty() && row->day - open.back()->day > node.window) open.clear();
      open.push_back(row);
    } else if (!open.empty()) {
      open.push_back(row);
      runs.push_back(std::move(open));
      open.clear();
    }
  }
  finding.runs = static_cast<int>(runs.size());
  finding.truth = spoken.empty() ? Truth::kUndecided : Truth::kFalse;
  if (!spoken.empty()) finding.rows = {spoken.back().first};
  for (std::size_t last = runs.size(); last-- > 0;) {
    std::size_t first = last;
    while (first > 0 && runs[last].back()->day - runs[first - 1].front()->day <= node.span) {
      --first;
    }
    if (runs[last].back()->day - runs[first].front()->day > node.span ||
        last - first + 1 < static_cast<std::size_t>(node.min_entries)) {
      continue;
    }
    std::vector<const Row*> rows;
    for (std::size_t i = first; i <= last; ++i) {
      rows.insert(rows.end(), runs[i].begin(), runs[i].end());
    }
    const DayNumber known = LastNewsDay(scope, rows);
    const Truth some = node.entry.Exists() ? SomeSatisfies(scope, node.entry, rows) : Truth::kTrue;
    const Truth truth =
        some == Truth::kTrue && scope.day - known > node.window ? Truth::kUndecided : some;
    if (truth <= finding.truth) continue;
    finding.truth = truth;
    finding.rows = std::move(rows);
    finding.until = truth == Truth::kTrue ? Expiry(known, node.window) : kNoDay;
    if (truth == Truth::kTrue) break;
  }
  return finding;
}

}  // namespace midstance::rules

#include "services/rules/questions.h"

#include <algorithm>

namespace midstance::rules {
namespace {

using Row = Timeline::Row;

void Merge(std::vector<CodeIndex>& into, const std::vector<CodeIndex>& codes) {
  for (const CodeIndex code : codes) {
    if (std::ranges::find(into, code) == into.end()) into.push_back(code);
  }
}

// What the newest current report about the test leaves open; everything, untouched, without one.
Missing MissingInNewest(const Scope& scope, const Test& test, int window) {
  for (const Row& row : scope.timeline.NewestFirst(scope.track)) {
    if (!scope.Visible(row) || !scope.Current(row, window) || !Speaks(test, row)) continue;
    return CollectMissing(scope.program, test.root, AnswersOf(scope.timeline, row));
  }
  Missing missing = CollectMissing(scope.program, test.root, {});
  missing.touched = false;
  return missing;
}

Missing Walk(const Scope& scope, NodeIndex condition) {
  const ConditionNode& node = scope.program.conditions[condition];
  const Truth truth = Judge(scope, condition).truth;
  using Kind = ConditionNode::Kind;
  Missing missing;
  if (node.kind == Kind::kUnless || truth == Truth::kFalse) return missing;
  if (truth == Truth::kTrue) {
    missing.touched = true;
    return missing;
  }
  switch (node.kind) {
    case Kind::kSeen:
      if (node.at == v1::Seen::OTHER_SIDE) return missing;
      return MissingInNewest(scope, node.entry, node.window);
    case Kind::kRun:
    case Kind::kRepeats:
      return MissingInNewest(scope, scope.program.states[node.state].present, node.window);
    case Kind::kFact: {
      const FactFinding finding = FindFact(scope, node);
      missing = CollectMissing(scope.program, node.entry.root, {{}, finding.values});
      missing.touched = false;
      return missing;
    }
    case Kind::kTrend:
      return missing;
    case Kind::kAny: {
      // Prefer the parts that something points to.
      std::vector<CodeIndex> untouched;
      for (const NodeIndex child : node.children) {
        const Missing part = Walk(scope, child);
        missing.touched |= part.touched;
        Merge(part.touched ? missing.codes : untouched, part.codes);
      }
      if (!missing.touched) missing.codes = std::move(untouched);
      return missing;
    }
    default:
      for (const NodeIndex child : node.children) {
        const Missing part = Walk(scope, child);
        missing.touched |= part.touched;
        Merge(missing.codes, part.codes);
      }
      return missing;
  }
}

}  // namespace

std::vector<CodeIndex> CodesThatDecide(const Scope& scope, NodeIndex condition) {
  Missing missing = Walk(scope, condition);
  if (!missing.touched) return {};
  std::ranges::sort(missing.codes);
  return std::move(missing.codes);
}

}  // namespace midstance::rules

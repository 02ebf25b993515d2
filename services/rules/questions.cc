#include "services/rules/questions.h"

namespace midstance::rules {
namespace {

using Row = Timeline::Row;

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

// `truth` is that of the condition.
Missing Walk(const Scope& scope, NodeIndex condition, Truth truth) {
  const ConditionNode& node = scope.program.conditions[condition];
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
      CodeSet untouched;
      for (const NodeIndex child : node.children) {
        const Missing part = Walk(scope, child, Judge(scope, child).truth);
        missing.touched |= part.touched;
        (part.touched ? missing.codes : untouched).Add(part.codes);
      }
      if (!missing.touched) missing.codes = untouched;
      return missing;
    }
    default:
      for (const NodeIndex child : node.children) {
        const Missing part = Walk(scope, child, Judge(scope, child).truth);
        missing.touched |= part.touched;
        missing.codes.Add(part.codes);
      }
      return missing;
  }
}

}  // namespace

CodeSet CodesThatDecide(const Scope& scope, NodeIndex condition) {
  const Missing missing = Walk(scope, condition, Truth::kUndecided);
  return missing.touched ? missing.codes : CodeSet();
}

}  // namespace midstance::rules

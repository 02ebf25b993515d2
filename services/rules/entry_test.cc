#include "services/rules/entry_test.h"

#include <algorithm>
#include <cmath>

namespace midstance::rules {
namespace {

bool Compares(v1::Value::Op op, double value, double than) {
  switch (op) {
    case v1::Value::LT:
      return value < than;
    case v1::Value::LE:
      return value <= than;
    case v1::Value::EQ:
      return value >= than && value <= than;
    case v1::Value::GE:
      return value >= than;
    case v1::Value::GT:
      return value > than;
    default:
      return false;
  }
}

Truth Known(bool holds) { return holds ? Truth::kTrue : Truth::kFalse; }

Truth EvaluateLeaf(const TestNode& node, double value) {
  if (node.kind == TestNode::Kind::kNotAsked) return Known(std::isnan(value));
  if (std::isnan(value)) return Truth::kUndecided;
  switch (node.kind) {
    case TestNode::Kind::kFlag:
      return Known(value > 0.5);
    case TestNode::Kind::kNumber:
      return Known(Compares(node.op, value, node.than));
    default: {
      const std::uint32_t bit = std::uint32_t{1} << static_cast<unsigned>(value);
      if ((node.choices & bit) != 0) return Truth::kTrue;
      return (node.open_choices & bit) != 0 ? Truth::kUndecided : Truth::kFalse;
    }
  }
}

void AddOnce(std::vector<CodeIndex>& codes, CodeIndex code) {
  if (std::ranges::find(codes, code) == codes.end()) codes.push_back(code);
}

}  // namespace

Truth Evaluate(const Program& program, NodeIndex test, const Answers& answers) {
  const TestNode& node = program.tests[test];
  switch (node.kind) {
    case TestNode::Kind::kAll: {
      Truth truth = Truth::kTrue;
      for (const NodeIndex child : node.children) {
        truth = std::min(truth, Evaluate(program, child, answers));
        if (truth == Truth::kFalse) break;
      }
      return truth;
    }
    case TestNode::Kind::kAny: {
      Truth truth = Truth::kFalse;
      for (const NodeIndex child : node.children) {
        truth = std::max(truth, Evaluate(program, child, answers));
        if (truth == Truth::kTrue) break;
      }
      return truth;
    }
    case TestNode::Kind::kNot:
      return Opposite(Evaluate(program, node.children.front(), answers));
    case TestNode::Kind::kState:
      return EvaluateState(program, node.code, answers);
    default:
      return EvaluateLeaf(node, answers.Get(node.code));
  }
}

Truth EvaluateState(const Program& program, NodeIndex state, const Answers& answers) {
  const State& of = program.states[state];
  if (Evaluate(program, of.present.root, answers) == Truth::kTrue) return Truth::kTrue;
  return Evaluate(program, of.absent, answers) == Truth::kTrue ? Truth::kFalse : Truth::kUndecided;
}

void CollectDeciding(const Program& program, NodeIndex test, const Answers& answers,
                     std::vector<CodeIndex>& codes) {
  const TestNode& node = program.tests[test];
  const Truth truth = Evaluate(program, test, answers);
  if (truth == Truth::kUndecided) return;
  switch (node.kind) {
    case TestNode::Kind::kAll:
    case TestNode::Kind::kAny:
      for (const NodeIndex child : node.children) {
        if (Evaluate(program, child, answers) == truth) {
          CollectDeciding(program, child, answers, codes);
        }
      }
      return;
    case TestNode::Kind::kNot:
      CollectDeciding(program, node.children.front(), answers, codes);
      return;
    case TestNode::Kind::kState: {
      const State& state = program.states[node.code];
      CollectDeciding(program, truth == Truth::kTrue ? state.present.root : state.absent, answers,
                      codes);
      return;
    }
    default:
      if (!std::isnan(answers.Get(node.code))) AddOnce(codes, node.code);
  }
}

Missing CollectMissing(const Program& program, NodeIndex test, const Answers& answers) {
  const TestNode& node = program.tests[test];
  const Truth truth = Evaluate(program, test, answers);
  Missing missing;
  switch (node.kind) {
    case TestNode::Kind::kNotAsked:
      return missing;
    case TestNode::Kind::kAll:
    case TestNode::Kind::kAny:
    case TestNode::Kind::kNot:
      for (const NodeIndex child : node.children) {
        const Missing inner = CollectMissing(program, child, answers);
        missing.touched |= inner.touched;
        missing.codes.Add(inner.codes);
      }
      break;
    case TestNode::Kind::kState:
      missing = CollectMissing(program, program.states[node.code].present.root, answers);
      break;
    default:
      missing.touched = truth == Truth::kTrue;
      if (!program.codes[node.code].by_server) missing.codes.Add(node.code);
  }
  if (truth != Truth::kUndecided) missing.codes.Clear();
  if (truth == Truth::kFalse) missing.touched = false;
  return missing;
}

}  // namespace midstance::rules

#include "services/rules/directions.h"

#include <vector>

namespace midstance::rules {
namespace {

class Directions {
 public:
  explicit Directions(Program& program)
      : program_(program), up_(program.codes.size()), down_(program.codes.size()) {}

  void Run() {
    for (const RuleInfo& rule : program_.rules) {
      OfCondition(rule.when);
      for (const UpgradeInfo& upgrade : rule.upgrades) OfCondition(upgrade.when);
    }
    for (CodeInfo& code : program_.codes) {
      code.lower_is_worse = down_[code.index] && !up_[code.index];
    }
  }

 private:
  void OfCondition(NodeIndex condition) {
    const ConditionNode& node = program_.conditions[condition];
    using Kind = ConditionNode::Kind;
    if (node.kind == Kind::kNot || node.kind == Kind::kUnless) return;
    for (const NodeIndex child : node.children) OfCondition(child);
    if (node.entry.Exists()) OfTest(node.entry.root, true);
    if (node.last.Exists()) OfTest(node.last.root, true);
    if (node.kind == Kind::kRun || node.kind == Kind::kRepeats) {
      OfTest(program_.states[node.state].present.root, true);
    }
  }

  void OfTest(NodeIndex test, bool looked_for) {
    const TestNode& node = program_.tests[test];
    switch (node.kind) {
      case TestNode::Kind::kAll:
      case TestNode::Kind::kAny:
        for (const NodeIndex child : node.children) OfTest(child, looked_for);
        return;
      case TestNode::Kind::kNot:
        OfTest(node.children.front(), !looked_for);
        return;
      case TestNode::Kind::kState:
        if (looked_for) OfTest(program_.states[node.code].present.root, true);
        return;
      case TestNode::Kind::kNumber: {
        const bool large = node.op == v1::Value::GE || node.op == v1::Value::GT;
        const bool small = node.op == v1::Value::LE || node.op == v1::Value::LT;
        if (large == looked_for && (large || small)) up_[node.code] = true;
        if (small == looked_for && (large || small)) down_[node.code] = true;
        return;
      }
      case TestNode::Kind::kChoice:
        if (looked_for) program_.codes[node.code].sought_choices |= node.choices;
        return;
      default:
        return;
    }
  }

  Program& program_;
  std::vector<bool> up_, down_;
};

}  // namespace

void FindDirections(Program& program) { Directions(program).Run(); }

}  // namespace midstance::rules

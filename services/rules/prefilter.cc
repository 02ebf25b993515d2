#include "services/rules/prefilter.h"

#include <algorithm>

namespace midstance::rules {

Ranges::Ranges(const Timeline& timeline, const Timeline::Track& track, std::int64_t known_by) {
  const auto add = [this](const Timeline::Value& value) {
    Range& range = ranges_[value.code];
    range.lowest = std::min(range.lowest, value.number);
    range.highest = std::max(range.highest, value.number);
  };
  for (const auto& row : timeline.RowsOf(track)) {
    if (row.Known() > known_by) continue;
    std::ranges::for_each(timeline.SiteValues(row), add);
    std::ranges::for_each(timeline.PatientValues(row), add);
  }
}

Ranges::Hope Ranges::OfTest(const Program& program, NodeIndex test) const {
  const TestNode& node = program.tests[test];
  switch (node.kind) {
    case TestNode::Kind::kAll: {
      Hope hope = Hope::kYes;
      for (const NodeIndex child : node.children) hope = std::min(hope, OfTest(program, child));
      return hope;
    }
    case TestNode::Kind::kAny: {
      Hope hope = Hope::kNone;
      for (const NodeIndex child : node.children) hope = std::max(hope, OfTest(program, child));
      return hope;
    }
    case TestNode::Kind::kNot:
    case TestNode::Kind::kNotAsked:
      return Hope::kYes;
    case TestNode::Kind::kState:
      return OfTest(program, program.states[node.code].present.root);
    default:
      break;
  }
  const Range& range = ranges_[node.code];
  if (range.lowest > range.highest) return Hope::kUnasked;
  if (node.kind == TestNode::Kind::kFlag) return range.highest > 0.5 ? Hope::kYes : Hope::kNone;
  if (node.kind == TestNode::Kind::kChoice) {
    const auto first = static_cast<unsigned>(range.lowest);
    const auto last = static_cast<unsigned>(range.highest);
    const std::uint32_t given = (~std::uint32_t{0} >> (31 - last)) & (~std::uint32_t{0} << first);
    if ((node.choices & given) != 0) return Hope::kYes;
    return (node.open_choices & given) != 0 ? Hope::kUnasked : Hope::kNone;
  }
  bool can = false;
  switch (node.op) {
    case v1::Value::LT:
      can = range.lowest < node.than;
      break;
    case v1::Value::LE:
      can = range.lowest <= node.than;
      break;
    case v1::Value::EQ:
      can = range.lowest <= node.than && range.highest >= node.than;
      break;
    case v1::Value::GE:
      can = range.highest >= node.than;
      break;
    default:
      can = range.highest > node.than;
  }
  return can ? Hope::kYes : Hope::kNone;
}

Ranges::Hope Ranges::OfCondition(const Program& program, NodeIndex condition, bool whole) const {
  const ConditionNode& node = program.conditions[condition];
  switch (node.kind) {
    case ConditionNode::Kind::kAll: {
      Hope hope = Hope::kYes;
      for (const NodeIndex child : node.children) {
        hope = std::min(hope, OfCondition(program, child, whole));
      }
      return hope;
    }
    case ConditionNode::Kind::kAny: {
      Hope hope = Hope::kNone;
      for (const NodeIndex child : node.children) {
        hope = std::max(hope, OfCondition(program, child, whole));
      }
      return hope;
    }
    case ConditionNode::Kind::kSeen:
      return node.at == v1::Seen::SAME_SITE ? OfTest(program, node.entry.root) : Hope::kYes;
    case ConditionNode::Kind::kRun:
    case ConditionNode::Kind::kRepeats: {
      Hope hope = OfTest(program, program.states[node.state].present.root);
      if (whole && node.entry.Exists()) hope = std::min(hope, OfTest(program, node.entry.root));
      if (whole && node.last.Exists()) hope = std::min(hope, OfTest(program, node.last.root));
      return hope;
    }
    case ConditionNode::Kind::kFact:
      return OfTest(program, node.entry.root);
    case ConditionNode::Kind::kTrend:
      return ranges_[node.code].lowest > ranges_[node.code].highest ? Hope::kUnasked : Hope::kYes;
    default:
      return Hope::kYes;
  }
}

bool Ranges::CanHold(const Program& program, const RuleInfo& rule) const {
  return OfCondition(program, rule.when, true) == Hope::kYes;
}

bool Ranges::Hopeless(const Program& program, const RuleInfo& rule) const {
  return OfCondition(program, rule.when, false) == Hope::kNone;
}

}  // namespace midstance::rules

#include "services/rules/rests.h"

#include <algorithm>
#include <limits>

namespace midstance::rules {
namespace {

constexpr std::int64_t kNoTime = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kAnyTime = std::numeric_limits<std::int64_t>::max();

class Resting {
 public:
  Resting(const View& view, const Timeline::Track& track, std::string_view report)
      : view_(view), track_(track), report_(report), starts_(view.program.calendar) {}

  // `negated`: what decides that something does not hold is evidence as well.
  std::int64_t On(NodeIndex condition, bool negated) {
    const ConditionNode& node = view_.program.conditions[condition];
    using Kind = ConditionNode::Kind;
    switch (node.kind) {
      case Kind::kUnless:
        // That nothing met it is no evidence; under a `not` what met it is.
        if (!negated) return kNoTime;
        [[fallthrough]];
      case Kind::kAll:
      case Kind::kAny:
      case Kind::kNot: {
        std::int64_t until = kNoTime;
        for (const NodeIndex child : node.children) {
          until = std::max(until, On(child, negated || node.kind == Kind::kNot));
        }
        return until;
      }
      case Kind::kSeen: {
        std::int64_t until = kNoTime;
        ForEachTrack(view_.timeline, track_, node, [&](const Timeline::Track& track) {
          until = std::max(until, OfRows(track, [&](const Timeline::Row& row) {
                             return OnSeen(node, row, negated);
                           }));
        });
        return until;
      }
      case Kind::kRun:
      case Kind::kRepeats:
        return OfRows(track_,
                      [&](const Timeline::Row& row) { return OnState(node, row, negated); });
      case Kind::kTrend:
        return OfRows(track_, [&](const Timeline::Row& row) {
          const bool told = row.site_codes.Has(node.code) || row.patient_codes.Has(node.code);
          return told ? kAnyTime : kNoTime;
        });
      case Kind::kFact:
        return OfRows(track_, [&](const Timeline::Row& row) {
          return row.patient_codes.Meets(node.entry.patient) ? Expires(node, row) : kNoTime;
        });
    }
    return kAnyTime;
  }

 private:
  template <class Until>
  std::int64_t OfRows(const Timeline::Track& track, const Until& until) {
    std::int64_t latest = kNoTime;
    for (const auto& row : view_.timeline.RowsOf(track)) {
      if (view_.timeline.NameOf(row) == report_) latest = std::max(latest, until(row));
    }
    return latest;
  }

  std::int64_t Expires(const ConditionNode& node, const Timeline::Row& row) {
    return starts_.Of(Expiry(row.day, node.window)).at;
  }

  std::int64_t OnSeen(const ConditionNode& node, const Timeline::Row& row, bool negated) {
    if (!Speaks(node.entry, row)) return kNoTime;
    const Truth truth = Evaluate(view_.program, node.entry.root, AnswersOf(view_.timeline, row));
    return truth == Truth::kTrue || negated ? Expires(node, row) : kNoTime;
  }

  Truth StateOf(const ConditionNode& node, const Timeline::Row& row) const {
    if (!Speaks(view_.program.states[node.state].present, row)) return Truth::kUndecided;
    return EvaluateState(view_.program, node.state, AnswersOf(view_.timeline, row));
  }

  // A present report is a part of the run until the next absent one.
  std::int64_t OnState(const ConditionNode& node, const Timeline::Row& row, bool negated) const {
    const Truth truth = StateOf(node, row);
    if (truth == Truth::kUndecided) return kNoTime;
    if (negated || node.kind == ConditionNode::Kind::kRepeats) return kAnyTime;
    if (truth == Truth::kFalse) return kNoTime;
    for (const auto& later : view_.timeline.RowsOf(track_)) {
      if (later.observed > row.observed && StateOf(node, later) == Truth::kFalse) {
        return later.observed;
      }
    }
    return kAnyTime;
  }

  const View& view_;
  const Timeline::Track& track_;
  const std::string_view report_;
  DayStarts starts_;
};

}  // namespace

std::int64_t MayRestUntil(const View& view, const RuleInfo& rule, const Timeline::Track& track,
                          std::string_view report) {
  Resting resting(view, track, report);
  std::int64_t until = resting.On(rule.when, false);
  for (const UpgradeInfo& upgrade : rule.upgrades) {
    until = std::max(until, resting.On(upgrade.when, false));
  }
  return until;
}

}  // namespace midstance::rules

#include "services/rules/questions.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace midstance::rules {
namespace {

using Row = Timeline::Row;
using Track = Timeline::Track;

// What the newest current report about the test leaves open; everything, untouched, without one.
Missing MissingInNewest(const Scope& scope, const Test& test, int window) {
  const CodeSet& told = scope.track.codes;
  if (told.Meets(test.site) || told.Meets(test.patient)) {
    for (const Row& row : scope.NewestFirst(scope.track)) {
      if (window != 0 && scope.day - scope.NewestNewsDay(row) > window) break;
      if (!scope.Visible(row) || !scope.Current(row, window) || !Speaks(test, row)) continue;
      return CollectMissing(scope.program, test.root, AnswersOf(scope.timeline, row));
    }
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
    default: {
      const Scope inner = node.kind == Kind::kNot ? Guarded(scope) : scope;
      for (const NodeIndex child : node.children) {
        const Missing part = Walk(inner, child, Judge(inner, child).truth);
        missing.touched |= part.touched;
        missing.codes.Add(part.codes);
      }
      return missing;
    }
  }
}

// Whether a report that is current answers the code, and does not leave it open.
bool IsAnswered(const Scope& scope, const Track& track, const CodeInfo& code, int window) {
  const auto rows = scope.timeline.RowsOf(track);
  return std::any_of(rows.begin(), rows.end(), [&](const Row& row) {
    if (!scope.Visible(row) || !scope.Current(row, window)) return false;
    const double number = AnswersOf(scope.timeline, row).Get(code.index);
    return !std::isnan(number) && !code.LeavesOpen(number);
  });
}

std::optional<Site> MirrorOf(std::optional<Site> site) {
  if (!site.has_value()) return site;
  if (site->side == v1::LEFT) {
    site->side = v1::RIGHT;
  } else if (site->side == v1::RIGHT) {
    site->side = v1::LEFT;
  }
  return site;
}

class Asking {
 public:
  explicit Asking(const Program& program) : program_(program) {}

  void Walk(const Scope& scope, NodeIndex condition) {
    const ConditionNode& node = program_.conditions[condition];
    using Kind = ConditionNode::Kind;
    if (node.kind == Kind::kUnless || Judge(scope, condition).truth != Truth::kUndecided) return;
    switch (node.kind) {
      case Kind::kSeen:
        return AskOfReports(
            scope, node.entry,
            node.at == v1::Seen::OTHER_SIDE ? MirrorOf(scope.track.site) : scope.track.site,
            node.window);
      case Kind::kRun:
      case Kind::kRepeats:
        return AskOfReports(scope, program_.states[node.state].present, scope.track.site,
                            node.window);
      case Kind::kFact:
        return Add(
            CollectMissing(program_, node.entry.root, {{}, FindFact(scope, node).values}).codes,
            std::nullopt);
      case Kind::kTrend:
        return;
      default: {
        const Scope inner = node.kind == Kind::kNot ? Guarded(scope) : scope;
        for (const NodeIndex child : node.children) Walk(inner, child);
      }
    }
  }

  std::vector<OpenQuestion> Take() { return std::move(asked_); }

 private:
  void AskOfReports(const Scope& scope, const Test& test, const std::optional<Site>& site,
                    int window) {
    const auto missing = [&](const Answers& answers) {
      return CollectMissing(program_, test.root, answers).codes;
    };
    const Track* track = site.has_value() ? scope.timeline.FindTrack(*site) : &scope.track;
    if (track == nullptr) return Add(missing({}), site);
    CodeSet codes = missing({});
    for (const Row& row : scope.timeline.NewestFirst(*track)) {
      if (!scope.Visible(row) || !scope.Current(row, window) || !Speaks(test, row)) continue;
      codes = missing(AnswersOf(scope.timeline, row));
      break;
    }
    CodeSet open;
    codes.ForEach([&](CodeIndex code) {
      if (!IsAnswered(scope, *track, program_.codes[code], window)) open.Add(code);
    });
    Add(open, site);
  }

  void Add(const CodeSet& codes, const std::optional<Site>& site) {
    codes.ForEach([&](CodeIndex code) {
      const bool of_patient = program_.codes[code].OfPatient();
      const OpenQuestion question{code, of_patient ? std::nullopt : site};
      if (std::find(asked_.begin(), asked_.end(), question) == asked_.end()) {
        asked_.push_back(question);
      }
    });
  }

  const Program& program_;
  std::vector<OpenQuestion> asked_;
};

}  // namespace

std::vector<OpenQuestion> OpenQuestions(const Scope& scope, NodeIndex condition) {
  Asking asking(scope.program);
  asking.Walk(scope, condition);
  return asking.Take();
}

CodeSet CodesThatDecide(const Scope& scope, NodeIndex condition) {
  const Missing missing = Walk(scope, condition, Truth::kUndecided);
  return missing.touched ? missing.codes : CodeSet();
}

}  // namespace midstance::rules

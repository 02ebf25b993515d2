#include "services/rules/trace.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "services/rules/days.h"
#include "services/rules/runs.h"
#include "services/rules/trend.h"
#include "services/rules/words.h"
#include "support/time.h"

namespace midstance::rules {
namespace {

using Row = Timeline::Row;
using Track = Timeline::Track;

// Adds the values that decide a test on a report, and gives them in words.
std::string AddEvidence(const Scope& scope, const Track& track, const Row& row, NodeIndex test,
                        v1::Trace& trace) {
  const Answers answers = AnswersOf(scope.timeline, row);
  std::vector<CodeIndex> codes;
  CollectDeciding(scope.program, test, answers, codes);
  std::string words;
  for (const CodeIndex code : codes) {
    const double number = answers.Get(code);
    *trace.add_evidence() = EvidenceOf(scope, track, row, code, number);
    if (!words.empty()) words += "; ";
    words += ValueWords(scope.program.codes[code], number);
  }
  return words;
}

std::string NotAsked(const Scope& scope, const Test& test, const Answers& answers) {
  std::string words;
  CollectMissing(scope.program, test.root, answers).codes.ForEach([&](CodeIndex code) {
    words += (words.empty() ? "" : ", ") + scope.program.codes[code].display;
  });
  return words.empty() ? "Too early to say." : "Not answered: " + words + ".";
}

void TraceSeen(const Scope& scope, const ConditionNode& node, v1::Trace& trace) {
  const SeenFinding finding = FindSeen(scope, node);
  trace.set_truth(ToProto(finding.truth));
  const std::string wanted = TestWords(scope.program, node.entry.root);
  if (finding.row == nullptr && finding.truth == Truth::kFalse) {
    trace.set_text("Is looked for in other areas only: " + wanted + ".");
    return;
  }
  if (finding.row == nullptr) {
    const Row* newest = nullptr;
    for (const Row& row : scope.timeline.RowsOf(scope.track)) {
      if (scope.Visible(row) && scope.Current(row, node.window) && Speaks(node.entry, row)) {
        newest = &row;
      }
    }
    trace.set_text("Nothing reported in the last " + DaysWords(node.window) +
                   " decides: " + wanted + ". " +
                   NotAsked(scope, node.entry,
                            newest == nullptr ? Answers{} : AnswersOf(scope.timeline, *newest)));
    return;
  }
  const std::string found =
      AddEvidence(scope, *finding.track, *finding.row, node.entry.root, trace);
  std::set<DayNumber> other_days;
  if (finding.truth == Truth::kFalse) {
    for (const auto& [row, track] : AllDenied(scope, node)) {
      if (row != finding.row) AddEvidence(scope, *track, *row, node.entry.root, trace);
    }
  } else {
    for (const auto& [row, track] : AllSeen(scope, node)) {
      if (row == finding.row) continue;
      AddEvidence(scope, *track, *row, node.entry.root, trace);
      if (row->day != finding.row->day) other_days.insert(row->day);
    }
  }
  std::string text = "On " + DayWords(DateOf(finding.row->day));
  if (finding.track->site.has_value()) text += ", " + SiteWords(finding.track->site);
  text += ": " + found + ".";
  if (finding.truth == Truth::kFalse) text += " That is not: " + wanted + ".";
  std::string_view before = " Also on ";
  for (const DayNumber day : other_days) {
    text += std::string(before) + DayWords(DateOf(day));
    before = ", ";
  }
  if (!other_days.empty()) text += ".";
  trace.set_text(text);
}

std::string LackWords(const Scope& scope, const ConditionNode& node, const RunFinding& run) {
  using Lack = RunFinding::Lack;
  switch (run.lack) {
    case Lack::kNothing:
      return "";
    case Lack::kReports:
      return "";
    case Lack::kDays:
      return " It needs reports on " + DaysWords(node.min_entries) + ".";
    case Lack::kSpan:
      return " It needs " + DaysWords(node.span) + " from the first to the last.";
    case Lack::kSome:
      return " No report of it says: " + TestWords(scope.program, node.entry.root) + ".";
    case Lack::kRise:
      return " " + scope.program.codes[node.code].display + " did not rise enough.";
    case Lack::kLast:
      return " The last report does not say: " + TestWords(scope.program, node.last.root) + ".";
    case Lack::kCurrency:
      return " No report for more than " + DaysWords(node.window) + ": ask again.";
  }
  return "";
}

// What the last report says, of several of one moment those that decide.
void AddLast(const Scope& scope, const ConditionNode& node, const RunFinding& run,
             v1::Trace& trace) {
  std::vector<const Row*> met, others;
  for (const Row* row : run.rows) {
    if (row->observed != run.rows.back()->observed) continue;
    const bool meets =
        Evaluate(scope.program, node.last.root, AnswersOf(scope.timeline, *row)) == Truth::kTrue;
    (meets ? met : others).push_back(row);
  }
  for (const Row* row : met.empty() ? others : met) {
    AddEvidence(scope, scope.track, *row, node.last.root, trace);
  }
}

void TraceRun(const Scope& scope, const ConditionNode& node, v1::Trace& trace) {
  const RunFinding run = FindRun(scope, node);
  trace.set_truth(ToProto(run.truth));
  const State& state = scope.program.states[node.state];
  const std::string name = StateWords(scope.program, node.state);
  std::string text;
  if (run.rows.empty()) {
    text = "No current run of " + name + ".";
  } else {
    text = "A run of " + name + " on " + DaysWords(run.days) + ", from " +
           DayWords(DateOf(run.rows.front()->day)) + " to " +
           DayWords(DateOf(run.rows.back()->day)) + ": " + DaysWords(run.span) + " apart.";
  }
  if (run.ended_by != nullptr) {
    text += " Absent on " + DayWords(DateOf(run.ended_by->day)) + ".";
    // A run that holds does so whatever was before it.
    if (run.truth != Truth::kTrue) {
      AddEvidence(scope, scope.track, *run.ended_by, state.absent, trace);
    }
  }
  for (const Row* row : run.rows) {
    AddEvidence(scope, scope.track, *row, state.present.root, trace);
    const Answers answers = AnswersOf(scope.timeline, *row);
    if (node.rises && !std::isnan(answers.Get(node.code))) {
      *trace.add_evidence() =
          EvidenceOf(scope, scope.track, *row, node.code, answers.Get(node.code));
    }
    if (node.entry.Exists() && Evaluate(scope.program, node.entry.root, answers) == Truth::kTrue) {
      AddEvidence(scope, scope.track, *row, node.entry.root, trace);
    }
  }
  if (node.last.Exists() && !run.rows.empty()) AddLast(scope, node, run, trace);
  trace.set_text(text + LackWords(scope, node, run));
}

void TraceRepeats(const Scope& scope, const ConditionNode& node, v1::Trace& trace) {
  const RepeatsFinding finding = FindRepeats(scope, node);
  trace.set_truth(ToProto(finding.truth));
  const State& state = scope.program.states[node.state];
  for (const Row* row : finding.rows) {
    const bool present =
        EvaluateState(scope.program, node.state, AnswersOf(scope.timeline, *row)) == Truth::kTrue;
    AddEvidence(scope, scope.track, *row, present ? state.present.root : state.absent, trace);
    if (node.entry.Exists() &&
        Evaluate(scope.program, node.entry.root, AnswersOf(scope.timeline, *row)) == Truth::kTrue) {
      AddEvidence(scope, scope.track, *row, node.entry.root, trace);
    }
  }
  trace.set_text(
      std::to_string(finding.runs) + " ended runs of " + StateWords(scope.program, node.state) +
      "; needed: " + std::to_string(node.min_entries) + " within " + DaysWords(node.span) + ".");
}

void TraceTrend(const Scope& scope, const ConditionNode& node, v1::Trace& trace) {
  const TrendFinding finding = FindTrend(scope, node);
  trace.set_truth(ToProto(finding.truth));
  const CodeInfo& code = scope.program.codes[node.code];
  if (finding.from == nullptr) {
    trace.set_text("Too few reports to compare: " + code.display + ".");
    return;
  }
  const auto told = [&](const Row& row) {
    return ValueWords(code, AnswersOf(scope.timeline, row).Get(node.code)) + " on " +
           DayWords(DateOf(row.day));
  };
  std::vector<const Row*> rows = finding.between;
  rows.insert(rows.end(), {finding.to, finding.from});
  for (const Row* row : rows) {
    *trace.add_evidence() = EvidenceOf(scope, scope.track, *row, node.code,
                                       AnswersOf(scope.timeline, *row).Get(node.code));
    if (node.entry.Exists()) AddEvidence(scope, scope.track, *row, node.entry.root, trace);
  }
  trace.set_text(told(*finding.from) + "; " + told(*finding.to) + ".");
}

void TraceFact(const Scope& scope, const ConditionNode& node, v1::Trace& trace) {
  const FactFinding finding = FindFact(scope, node);
  trace.set_truth(ToProto(finding.truth));
  const Answers answers{{}, finding.values};
  if (finding.truth == Truth::kUndecided) {
    trace.set_text(NotAsked(scope, node.entry, answers));
    return;
  }
  std::vector<CodeIndex> codes;
  CollectDeciding(scope.program, node.entry.root, answers, codes);
  std::string text;
  for (std::size_t i = 0; i < finding.values.size(); ++i) {
    const auto& value = finding.values[i];
    if (std::find(codes.begin(), codes.end(), value.code) == codes.end()) continue;
    const Track& patient = scope.timeline.tracks().front();
    *trace.add_evidence() = EvidenceOf(scope, patient, *finding.rows[i], value.code, value.number);
    text += (text.empty() ? "" : " ") + ValueWords(scope.program.codes[value.code], value.number) +
            " (told " + DayWords(DateOf(finding.rows[i]->day)) + ").";
  }
  trace.set_text(text);
}

}  // namespace

v1::Truth ToProto(Truth truth) {
  switch (truth) {
    case Truth::kTrue:
      return v1::HOLDS;
    case Truth::kFalse:
      return v1::DOES_NOT_HOLD;
    default:
      return v1::UNDECIDED;
  }
}

v1::Truth OppositeOf(v1::Truth truth) {
  if (truth == v1::HOLDS) return v1::DOES_NOT_HOLD;
  return truth == v1::DOES_NOT_HOLD ? v1::HOLDS : truth;
}

v1::Site ToProto(const Site& site) {
  v1::Site proto;
  proto.set_area(site.area);
  proto.set_side(site.side);
  return proto;
}

v1::Evidence EvidenceOf(const Scope& scope, const Track& track, const Row& row, CodeIndex code,
                        double number) {
  const CodeInfo& info = scope.program.codes[code];
  v1::Evidence evidence;
  evidence.set_entry(std::string(scope.timeline.NameOf(row)));
  if (!info.OfPatient() && track.site.has_value()) *evidence.mutable_site() = ToProto(*track.site);
  evidence.set_code(info.code);
  evidence.set_observed(ObservedWord(info, number));
  evidence.set_text(ValueWords(info, number));
  *evidence.mutable_observed_time() = TimestampOf(FromMicros(row.observed));
  *evidence.mutable_entered_time() = TimestampOf(FromMicros(row.entered));
  return evidence;
}

v1::Trace TraceOf(const Scope& scope, NodeIndex condition) {
  const ConditionNode& node = scope.program.conditions[condition];
  using Kind = ConditionNode::Kind;
  v1::Trace trace;
  switch (node.kind) {
    case Kind::kSeen:
      TraceSeen(scope, node, trace);
      break;
    case Kind::kRun:
      TraceRun(scope, node, trace);
      break;
    case Kind::kRepeats:
      TraceRepeats(scope, node, trace);
      break;
    case Kind::kTrend:
      TraceTrend(scope, node, trace);
      break;
    case Kind::kFact:
      TraceFact(scope, node, trace);
      break;
    default: {
      trace.set_truth(ToProto(Judge(scope, condition).truth));
      Scope inner = node.kind == Kind::kNot || node.kind == Kind::kUnless ? Guarded(scope) : scope;
      bool apart = false;
      if (node.within != 0) {
        if (const auto together = FindTogether(scope, node)) {
          inner.first_day = together->first_day;
          inner.last_day = together->last_day;
        } else {
          apart = true;
        }
      }
      bool all = true;
      for (const NodeIndex child : node.children) {
        *trace.add_children() = TraceOf(inner, child);
        all &= trace.children().rbegin()->truth() == v1::HOLDS;
      }
      if (apart && all) {
        trace.set_text("Each was reported, but not within " + DaysWords(node.within) +
                       " of each other.");
      }
    }
  }
  trace.set_path(node.path);
  trace.set_label(node.label);
  return trace;
}

}  // namespace midstance::rules

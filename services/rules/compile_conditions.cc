#include "services/rules/compile_conditions.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include "services/rules/conditions.h"
#include "services/rules/questions.h"
#include "services/rules/timeline.h"

namespace midstance::rules {

int ConditionCompiler::Days(bool set, const v1::Span& span, const std::string& path,
                            int otherwise) {
  if (!set) return otherwise;
  if (span.days() < 1 || span.days() > 3650) {
    problems_.Add(Below(path, "days"), "must be 1 to 3650");
    return 1;
  }
  return span.days();
}

void ConditionCompiler::Defaults() {
  const auto& defaults = program_.source.defaults();
  composite_window_ = Days(true, defaults.composite_window(), "defaults.composite_window", 0);
  run_gap_ = Days(true, defaults.run_gap(), "defaults.run_gap", 0);
}

void ConditionCompiler::Rule(RuleInfo& info, const std::string& path) {
  const Place place{.once_per_patient = info.OncePerPatient()};
  info.when = Add(info.rule->when(), Below(path, "when"), place);
  for (int i = 0; i < info.rule->upgrades_size(); ++i) {
    const auto& upgrade = info.rule->upgrades(i);
    const std::string at = At(Below(path, "upgrades"), i);
    if (!v1::Urgency_IsValid(upgrade.urgency()) || upgrade.urgency() <= info.rule->urgency()) {
      problems_.Add(Below(at, "urgency"), "must be higher than the rule's");
    }
    info.upgrades.push_back(
        {&upgrade, Add(upgrade.when(), Below(at, "when"), place), upgrade.urgency()});
  }
  if (!problems_.None()) return;
  TryOnNobody(info, path);
  NoteAsked(info.when, info);
  for (const UpgradeInfo& upgrade : info.upgrades) NoteAsked(upgrade.when, info);
}

void ConditionCompiler::NoteAsked(NodeIndex condition, RuleInfo& info) const {
  const ConditionNode& node = program_.conditions[condition];
  const auto add = [&info](const Test& test) {
    info.asks.Add(test.site);
    info.asks.Add(test.patient);
  };
  add(node.entry);
  add(node.last);
  if (node.state != kNoNode) add(program_.states[node.state].present);
  if (node.rises || node.kind == ConditionNode::Kind::kTrend) info.asks.Add(node.code);
  info.looks_elsewhere |= node.at != v1::Seen::SAME_SITE;
  for (const NodeIndex child : node.children) NoteAsked(child, info);
}

Timeline ConditionCompiler::Nobody() {
  return Timeline::Build(
      CompiledRuleSet(std::make_shared<Program>(schedule::ClinicCalendar::Utc())), {});
}

void ConditionCompiler::TryOnNobody(RuleInfo& info, const std::string& path) {
  Timeline::Track track = nobody_.tracks().front();
  bool holds = false;
  const auto look = [&] {
    const Scope scope{program_, nobody_, track, 0, 0, false};
    const Truth truth = Judge(scope, info.when).truth;
    holds |= truth == Truth::kTrue;
    info.asks_untold |= truth == Truth::kUndecided && !CodesThatDecide(scope, info.when).Empty();
  };
  look();
  // A condition may know of a site that it is of another area, without a report.
  for (int area = v1::Area_MIN; area <= v1::Area_MAX && !info.OncePerPatient(); ++area) {
    if (!v1::Area_IsValid(area) || !info.IsAskedAt(static_cast<Area>(area))) continue;
    track.site = Site{static_cast<Area>(area), v1::NOT_TOLD};
    look();
  }
  if (holds) problems_.Add(Below(path, "when"), "holds for a patient of whom nothing was reported");
}

bool ConditionCompiler::AddParts(const v1::Conditions& conditions, const std::string& path,
                                 Place place, ConditionNode& node) {
  if (conditions.of_size() == 0) problems_.Add(path, "must have at least one part");
  node.within = Days(conditions.has_within(), conditions.within(), Below(path, "within"), 0);
  if (conditions.has_within() && node.kind != ConditionNode::Kind::kAll) {
    problems_.Add(Below(path, "within"), "belongs to all_of only");
  }
  place.bound |= node.within != 0;
  ++place.depth;
  for (int i = 0; i < conditions.of_size(); ++i) {
    node.children.push_back(Add(conditions.of(i), At(path, i), place));
    if (node.children.back() == kNoNode) return false;
  }
  return !node.children.empty();
}

bool ConditionCompiler::AddOne(const v1::Condition& inner, const std::string& path, Place place,
                               ConditionNode& node) {
  place.bound = false;
  ++place.depth;
  node.children.push_back(Add(inner, path, place));
  return node.children.front() != kNoNode;
}

bool ConditionCompiler::AddSeen(const v1::Seen& seen, const std::string& path, Place place,
                                ConditionNode& node) {
  node.entry = tests_.Compile(seen.entry(), Below(path, "entry"), false);
  node.window = Days(seen.has_window(), seen.window(), Below(path, "window"), composite_window_);
  node.include_withdrawn = seen.include_withdrawn();
  node.at = seen.at() == v1::Seen::AT_UNSPECIFIED ? v1::Seen::SAME_SITE : seen.at();
  if (!v1::Seen::At_IsValid(seen.at())) problems_.Add(Below(path, "at"), "must be known");
  for (int i = 0; i < seen.areas_size(); ++i) {
    if (seen.areas(i) == v1::AREA_UNSPECIFIED || !v1::Area_IsValid(seen.areas(i))) {
      problems_.Add(At(Below(path, "areas"), i), "must be an area");
    } else {
      node.areas |= std::uint32_t{1} << static_cast<unsigned>(seen.areas(i));
    }
  }
  if (place.once_per_patient && seen.areas_size() > 0 && node.at != v1::Seen::ANY_SITE) {
    problems_.Add(Below(path, "areas"), "must be empty: the patient is no area");
  }
  if (place.once_per_patient && node.at != v1::Seen::ANY_SITE && !node.entry.site.Empty()) {
    problems_.Add(path, "asks about a site in a rule once per patient; needs at: ANY_SITE");
  }
  if (place.once_per_patient && node.at == v1::Seen::OTHER_SIDE) {
    problems_.Add(Below(path, "at"), "a patient has no other side");
  }
  return node.entry.Exists();
}

bool ConditionCompiler::MayPersist(NodeIndex state, const std::string& path, Place place) {
  if (place.bound) problems_.Add(path, "may not stand inside `within`");
  if (state == kNoNode) return false;
  if (place.once_per_patient && !program_.states[state].present.site.Empty()) {
    problems_.Add(Below(path, "of"), "is about a site, in a rule once per patient");
  }
  return true;
}

bool ConditionCompiler::AddRun(const v1::Run& run, const std::string& path, Place place,
                               ConditionNode& node) {
  node.state = tests_.FindState(run.of(), Below(path, "of"));
  if (run.min_entries() < 0 || run.min_entries() > 1000) {
    problems_.Add(Below(path, "min_entries"), "must be 0 to 1000");
  }
  node.min_entries = std::max(1, run.min_entries());
  node.span = Days(run.has_span(), run.span(), Below(path, "span"), 0);
  node.window = Days(run.has_max_gap(), run.max_gap(), Below(path, "max_gap"), run_gap_);
  if (run.has_some_entry()) {
    node.entry = tests_.Compile(run.some_entry(), Below(path, "some_entry"), true);
    if (!node.entry.Exists()) return false;
  }
  if (run.has_last()) {
    node.last = tests_.Compile(run.last(), Below(path, "last"), true);
    if (!node.last.Exists()) return false;
  }
  if (run.has_rise()) {
    const std::string at = Below(path, "rise");
    const CodeInfo* code = tests_.FindCode(run.rise().code(), Below(at, "code"), v1::Code::NUMBER);
    node.rises = true;
    node.at_least = run.rise().at_least();
    if (!std::isfinite(node.at_least) || node.at_least <= 0) {
      problems_.Add(Below(at, "at_least"), "must be more than 0");
    }
    if (code == nullptr) return false;
    node.code = code->index;
  }
  return MayPersist(node.state, path, place);
}

bool ConditionCompiler::AddRepeats(const v1::Repeats& repeats, const std::string& path, Place place,
                                   ConditionNode& node) {
  node.state = tests_.FindState(repeats.of(), Below(path, "of"));
  if (repeats.at_least() < 2 || repeats.at_least() > 100) {
    problems_.Add(Below(path, "at_least"), "must be 2 to 100");
  }
  node.min_entries = repeats.at_least();
  node.span = Days(true, repeats.within(), Below(path, "within"), 0);
  node.window = Days(repeats.has_max_gap(), repeats.max_gap(), Below(path, "max_gap"), run_gap_);
  if (repeats.has_some_entry()) {
    node.entry = tests_.Compile(repeats.some_entry(), Below(path, "some_entry"), true);
    if (!node.entry.Exists()) return false;
  }
  return MayPersist(node.state, path, place);
}

bool ConditionCompiler::AddTrend(const v1::Trend& trend, const std::string& path, Place place,
                                 ConditionNode& node) {
  if (place.bound) problems_.Add(path, "may not stand inside `within`");
  if (!v1::Trend::Direction_IsValid(trend.direction()) ||
      trend.direction() == v1::Trend::DIRECTION_UNSPECIFIED) {
    problems_.Add(Below(path, "direction"), "must be RISING, FALLING or NOT_IMPROVING");
  }
  if (!std::isfinite(trend.at_least()) || trend.at_least() <= 0) {
    problems_.Add(Below(path, "at_least"), "must be more than 0");
  }
  if (trend.min_entries() < 0 || trend.min_entries() > 1000) {
    problems_.Add(Below(path, "min_entries"), "must be 0 to 1000");
  }
  node.direction = trend.direction();
  node.at_least = trend.at_least();
  node.min_entries = std::max(2, trend.min_entries());
  node.span = Days(true, trend.over(), Below(path, "over"), 0);
  node.apart = Days(trend.has_within(), trend.within(), Below(path, "within"), 0);
  if (node.apart != 0 && node.apart < node.span) {
    problems_.Add(Below(path, "within"), "must be at least `over`");
  }
  node.window = run_gap_;
  if (trend.has_where()) {
    node.entry = tests_.Compile(trend.where(), Below(path, "where"), true);
    if (!node.entry.Exists()) return false;
  }
  const CodeInfo* code = tests_.FindCode(trend.code(), Below(path, "code"), v1::Code::NUMBER);
  if (code == nullptr) return false;
  node.code = code->index;
  if (place.once_per_patient && !code->OfPatient()) {
    problems_.Add(Below(path, "code"), "is about a site, in a rule once per patient");
  }
  return true;
}

bool ConditionCompiler::AddFact(const v1::Fact& fact, const std::string& path,
                                ConditionNode& node) {
  node.entry = tests_.Compile(fact.entry(), Below(path, "entry"), false);
  node.window = Days(fact.has_told_within(), fact.told_within(), Below(path, "told_within"), 0);
  if (!node.entry.site.Empty()) {
    problems_.Add(Below(path, "entry"), "asks about a site; a fact is about the patient");
  }
  return node.entry.Exists();
}

NodeIndex ConditionCompiler::Add(const v1::Condition& condition, const std::string& path,
                                 Place place) {
  if (place.depth > kDeepest) {
    problems_.Add(path, "is nested deeper than 32");
    return kNoNode;
  }
  ConditionNode node;
  node.label = condition.label();
  using Kind = ConditionNode::Kind;
  bool good = false;
  const auto at = [&](Kind kind, std::string_view field) {
    node.kind = kind;
    node.path = Below(path, field);
    return node.path;
  };
  switch (condition.kind_case()) {
    case v1::Condition::kAllOf:
      good = AddParts(condition.all_of(), at(Kind::kAll, "all_of"), place, node);
      break;
    case v1::Condition::kAnyOf:
      good = AddParts(condition.any_of(), at(Kind::kAny, "any_of"), place, node);
      break;
    case v1::Condition::kNot:
      good = AddOne(condition.not_(), at(Kind::kNot, "not"), place, node);
      break;
    case v1::Condition::kUnless:
      good = AddOne(condition.unless(), at(Kind::kUnless, "unless"), place, node);
      break;
    case v1::Condition::kSeen:
      good = AddSeen(condition.seen(), at(Kind::kSeen, "seen"), place, node);
      break;
    case v1::Condition::kRun:
      good = AddRun(condition.run(), at(Kind::kRun, "run"), place, node);
      break;
    case v1::Condition::kRepeats:
      good = AddRepeats(condition.repeats(), at(Kind::kRepeats, "repeats"), place, node);
      break;
    case v1::Condition::kTrend:
      good = AddTrend(condition.trend(), at(Kind::kTrend, "trend"), place, node);
      break;
    case v1::Condition::kFact:
      good = AddFact(condition.fact(), at(Kind::kFact, "fact"), node);
      break;
    default:
      problems_.Add(path, "must say what is asked");
  }
  if (!good) return kNoNode;
  if (program_.conditions.size() >= kMostNodes) {
    problems_.Add(path, "is one condition too many");
    return kNoNode;
  }
  program_.conditions.push_back(std::move(node));
  return static_cast<NodeIndex>(program_.conditions.size() - 1);
}

}  // namespace midstance::rules

#include "services/rules/compile.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "services/rules/compile_conditions.h"
#include "services/rules/compile_tests.h"
#include "services/rules/digest.h"
#include "services/rules/directions.h"
#include "services/rules/problems.h"
#include "services/rules/program.h"
#include "services/rules/words.h"
#include "support/status.h"

namespace midstance::rules {
namespace {

constexpr int kMostRules = 500;

bool IsId(std::string_view id) {
  return !id.empty() && id.size() <= 60 && std::ranges::all_of(id, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

// Family and rank of each rule, by id.
using Ranks = std::map<std::string, std::pair<std::string, int>, std::less<>>;

Ranks Families(const v1::RuleSet& set, Problems& problems) {
  Ranks ranks;
  std::set<std::string> families, rules;
  for (const auto& rule : set.rules()) rules.insert(rule.id());
  for (int i = 0; i < set.families_size(); ++i) {
    const auto& family = set.families(i);
    const std::string path = At("families", i);
    if (!IsId(family.id())) {
      problems.Add(Below(path, "id"), "must be lower-case letters, digits and hyphens");
    }
    if (!families.insert(family.id()).second) {
      problems.Add(Below(path, "id"), "is the second family of this name");
    }
    for (int r = 0; r < family.rules_low_to_high_size(); ++r) {
      const std::string& rule = family.rules_low_to_high(r);
      const std::string at = At(Below(path, "rules_low_to_high"), r);
      if (!rules.contains(rule)) problems.Add(at, "unknown rule \"" + rule + "\"");
      if (!ranks.emplace(rule, std::pair(family.id(), r)).second) {
        problems.Add(at, "\"" + rule + "\" is in a family already");
      }
    }
  }
  return ranks;
}

void CheckHead(const v1::Rule& rule, const std::string& path, Problems& problems) {
  if (!IsId(rule.id())) {
    problems.Add(Below(path, "id"), "must be lower-case letters, digits and hyphens");
  }
  if (rule.title().empty()) problems.Add(Below(path, "title"), "must not be empty");
  if (rule.key() != v1::Rule::EACH_SITE && rule.key() != v1::Rule::ONCE_PER_PATIENT) {
    problems.Add(Below(path, "key"), "must be EACH_SITE or ONCE_PER_PATIENT");
  }
  if (rule.key() == v1::Rule::ONCE_PER_PATIENT && rule.areas_size() > 0) {
    problems.Add(Below(path, "areas"), "must be empty for a rule once per patient");
  }
  for (int i = 0; i < rule.areas_size(); ++i) {
    if (rule.areas(i) == v1::AREA_UNSPECIFIED || !v1::Area_IsValid(rule.areas(i))) {
      problems.Add(At(Below(path, "areas"), i), "must be an area");
    }
  }
  if (!v1::Urgency_IsValid(rule.urgency()) || rule.urgency() == v1::URGENCY_UNSPECIFIED) {
    problems.Add(Below(path, "urgency"), "must be WATCH, SOON, URGENT or EMERGENCY");
  }
  if (rule.outcome().actions_size() == 0) {
    problems.Add(Below(path, "outcome.actions"), "must not be empty");
  }
  for (int i = 0; i < rule.outcome().actions_size(); ++i) {
    const auto action = rule.outcome().actions(i);
    if (action == v1::ACTION_UNSPECIFIED || !v1::Action_IsValid(action)) {
      problems.Add(At(Below(path, "outcome.actions"), i), "must be an action");
    }
  }
  if (rule.outcome().basis().empty()) {
    problems.Add(Below(path, "outcome.basis"), "must not be empty");
  } else if (const auto slot = UnknownSlot(rule.outcome().basis()); slot.has_value()) {
    problems.Add(Below(path, "outcome.basis"), "unknown slot " + *slot);
  }
}

}  // namespace

int CodeInfo::ChoiceIndex(std::string_view choice) const {
  const auto found = std::ranges::find(choices, choice);
  return found == choices.end() ? -1 : static_cast<int>(found - choices.begin());
}

std::optional<double> CodeInfo::FactorOf(std::string_view given) const {
  if (given.empty() || given == unit) return 1.0;
  const auto found = std::ranges::find(other_units, given, &UnitInfo::unit);
  return found == other_units.end() ? std::nullopt : std::optional(found->factor);
}

bool CodeInfo::Outranks(double one, double other) const {
  if (kind == v1::Code::NUMBER && lower_is_worse) return one < other;
  if (kind != v1::Code::CHOICE) return one > other;
  const auto rank = [this](double choice) {
    const auto at = static_cast<unsigned>(choice);
    return std::tuple((open_choices >> at & 1) == 0, (sought_choices >> at & 1) != 0, at);
  };
  return rank(one) > rank(other);
}

bool CodeInfo::LeavesOpen(double number) const {
  return kind == v1::Code::CHOICE && (open_choices >> static_cast<unsigned>(number) & 1) != 0;
}

CompiledRuleSet::CompiledRuleSet(std::shared_ptr<const Program> program)
    : program_(std::move(program)) {}

const std::string& CompiledRuleSet::id() const { return program_->source.id(); }
const std::string& CompiledRuleSet::version() const { return program_->source.version(); }
const std::string& CompiledRuleSet::digest() const { return program_->digest; }
const v1::RuleSet& CompiledRuleSet::source() const { return program_->source; }
const schedule::ClinicCalendar& CompiledRuleSet::calendar() const { return program_->calendar; }
std::span<const CodeInfo> CompiledRuleSet::codes() const { return program_->codes; }

const CodeInfo* CompiledRuleSet::Find(std::string_view code) const {
  const auto found = program_->code_by_name.find(code);
  return found == program_->code_by_name.end() ? nullptr : &program_->codes[found->second];
}

absl::StatusOr<CompiledRuleSet> Compile(const v1::RuleSet& rule_set,
                                        const schedule::ClinicCalendar& calendar) {
  auto program = std::make_shared<Program>(calendar);
  program->source = rule_set;
  program->digest = Digest(rule_set);
  const v1::RuleSet& set = program->source;
  Problems problems;
  if (!IsId(set.id())) problems.Add("id", "must be lower-case letters, digits and hyphens");
  if (set.rules_size() == 0) problems.Add("rules", "must not be empty");
  if (set.rules_size() > kMostRules) problems.Add("rules", "are more than 500");

  TestCompiler tests(*program, problems);
  tests.Codes();
  tests.States();
  ConditionCompiler conditions(*program, tests, problems);
  conditions.Defaults();
  const Ranks ranks = Families(set, problems);
  std::set<std::string> ids;
  for (int i = 0; i < std::min(set.rules_size(), kMostRules); ++i) {
    const v1::Rule& rule = set.rules(i);
    const std::string path = At("rules", i);
    CheckHead(rule, path, problems);
    if (!ids.insert(rule.id()).second) {
      problems.Add(Below(path, "id"), "is the second rule of this name");
    }
    RuleInfo info;
    info.rule = &rule;
    info.family = rule.id();
    if (const auto rank = ranks.find(rule.id()); rank != ranks.end()) {
      info.family = rank->second.first;
      info.family_rank = rank->second.second;
    }
    if (rule.family() != (info.family == rule.id() ? "" : info.family)) {
      problems.Add(Below(path, "family"), "must be the family that lists the rule");
    }
    for (const int area : rule.areas()) {
      if (v1::Area_IsValid(area)) info.areas |= std::uint32_t{1} << static_cast<unsigned>(area);
    }
    conditions.Rule(info, path);
    program->rules.push_back(std::move(info));
  }
  if (!problems.None()) {
    Error error(::midstance::v1::ERROR_REASON_RULE_SET_INVALID);
    for (const auto& violation : problems.found().field_violations()) {
      error = std::move(error).Field(violation.field(), violation.description());
    }
    return error;
  }
  FindDirections(*program);
  return CompiledRuleSet(std::move(program));
}

}  // namespace midstance::rules

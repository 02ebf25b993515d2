#include "services/rules/lint.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "services/rules/problems.h"

namespace midstance::rules {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

class Linter {
 public:
  explicit Linter(const CompiledRuleSet& rules) : rules_(rules) {}

  std::vector<Warning> Run(std::span<const v1::ScenarioFile> scenarios) {
    const v1::RuleSet& set = rules_.source();
    for (int i = 0; i < set.derived_size(); ++i) Walk(set.derived(i), At("derived", i));
    for (const v1::Rule& rule : set.rules()) {
      if (rule.urgency() == v1::EMERGENCY) emergencies_.insert(rule.outcome().destination());
    }
    for (int i = 0; i < set.rules_size(); ++i) {
      Walk(set.rules(i), At("rules", i));
      OfRule(set.rules(i), At("rules", i));
    }
    for (int i = 0; i < set.derived_size(); ++i) {
      if (!used_.contains(set.derived(i).id())) {
        Warn(At("derived", i), "no rule uses \"" + set.derived(i).id() + "\"");
      }
    }
    for (int i = 0; i < set.rules_size(); ++i) Scenarios(set.rules(i), At("rules", i), scenarios);
    return std::move(warnings_);
  }

 private:
  void Warn(std::string path, std::string text) {
    warnings_.push_back({std::move(path), std::move(text)});
  }

  // Visits every message below `message` with its path.
  void Walk(const Message& message, const std::string& path) {
    if (const auto* value = dynamic_cast<const v1::Value*>(&message)) OfValue(*value, path);
    if (const auto* choice = dynamic_cast<const v1::Choice*>(&message)) OfChoice(*choice, path);
    if (const auto* any = dynamic_cast<const v1::Conditions*>(&message)) OfParts(any->of(), path);
    if (const auto* any = dynamic_cast<const v1::EntryTests*>(&message)) OfParts(any->of(), path);
    if (const auto* run = dynamic_cast<const v1::Run*>(&message)) OfRun(*run, path);
    if (const auto* test = dynamic_cast<const v1::EntryTest*>(&message)) {
      if (test->kind_case() == v1::EntryTest::kPresent) used_.insert(test->present());
    }
    if (const auto* repeats = dynamic_cast<const v1::Repeats*>(&message)) {
      used_.insert(repeats->of());
    }
    std::vector<const FieldDescriptor*> fields;
    const auto* reflection = message.GetReflection();
    reflection->ListFields(message, &fields);
    for (const auto* field : fields) {
      if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
      const std::string below = field->name() == "of" ? path : Below(path, field->name());
      if (!field->is_repeated()) {
        Walk(reflection->GetMessage(message, field), below);
        continue;
      }
      for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
        Walk(reflection->GetRepeatedMessage(message, field, i), At(below, i));
      }
    }
  }

  void OfValue(const v1::Value& value, const std::string& path) {
    const CodeInfo* code = rules_.Find(value.code());
    if (code == nullptr) return;
    const double than = value.than();
    bool never = false, always = false;
    switch (value.op()) {
      case v1::Value::LT:
        never = than <= code->lower;
        always = than > code->upper;
        break;
      case v1::Value::LE:
        never = than < code->lower;
        always = than >= code->upper;
        break;
      case v1::Value::GE:
        never = than > code->upper;
        always = than <= code->lower;
        break;
      case v1::Value::GT:
        never = than >= code->upper;
        always = than < code->lower;
        break;
      default:
        never = than < code->lower || than > code->upper;
    }
    if (never) Warn(path, "\"" + code->code + "\" never gets there: is the unit right?");
    if (always) Warn(path, "every answer to \"" + code->code + "\" satisfies this");
    if (code->whole && std::abs(than - std::round(than)) > 0) {
      Warn(path, "\"" + code->code + "\" has whole numbers only");
    }
  }

  void OfChoice(const v1::Choice& choice, const std::string& path) {
    const CodeInfo* code = rules_.Find(choice.code());
    if (code == nullptr) return;
    const std::set<std::string> is(choice.is().begin(), choice.is().end());
    if (is.size() == code->choices.size()) {
      Warn(path, "every answer to \"" + code->code + "\" satisfies this");
    }
  }

  template <class Parts>
  void OfParts(const Parts& parts, const std::string& path) {
    for (int i = 0; i < parts.size(); ++i) {
      for (int earlier = 0; earlier < i; ++earlier) {
        if (parts[i].SerializeAsString() == parts[earlier].SerializeAsString()) {
          Warn(At(path, i), "says the same as " + At(path, earlier) + ": it is never reached");
        }
      }
    }
  }

  void OfRun(const v1::Run& run, const std::string& path) {
    used_.insert(run.of());
    const int gap =
        run.has_max_gap() ? run.max_gap().days() : rules_.source().defaults().run_gap().days();
    if (run.min_entries() <= 1 && run.has_span()) {
      Warn(path, "one report has no span: min_entries should be 2 or more");
    }
    if (run.min_entries() == 2 && run.span().days() > gap) {
      Warn(path, "two reports cannot be " + std::to_string(run.span().days()) +
                     " days apart: the run breaks after " + std::to_string(gap));
    }
  }

  static bool HasGuard(const v1::Condition& condition) {
    const auto any = [](const auto& parts) {
      return std::any_of(parts.begin(), parts.end(), [](const auto& one) { return HasGuard(one); });
    };
    switch (condition.kind_case()) {
      case v1::Condition::kUnless:
      case v1::Condition::kNot:
        return true;
      case v1::Condition::kAllOf:
        return any(condition.all_of().of());
      case v1::Condition::kAnyOf:
        return any(condition.any_of().of());
      default:
        return false;
    }
  }

  void OfRule(const v1::Rule& rule, const std::string& path) {
    if (rule.sources().empty()) Warn(path, "has no source");
    if (rule.might_mean().empty()) Warn(path, "names no possibilities");
    const auto& actions = rule.outcome().actions();
    const bool opens =
        std::find(actions.begin(), actions.end(), v1::OPEN_ESCALATION) != actions.end();
    if (rule.urgency() >= v1::SOON && !opens) Warn(path, "is SOON or above and opens nothing");
    if (opens && rule.outcome().destination().empty()) Warn(path, "opens an escalation to nobody");
    if (rule.urgency() == v1::EMERGENCY && HasGuard(rule.when())) {
      Warn(Below(path, "when"), "a guard holds back an emergency: a negative never protects");
    }
    for (int i = 0; i < rule.upgrades_size(); ++i) {
      const auto& upgrade = rule.upgrades(i);
      if (upgrade.urgency() != v1::EMERGENCY || !upgrade.destination().empty()) continue;
      if (emergencies_.contains(rule.outcome().destination())) continue;
      Warn(At(Below(path, "upgrades"), i), "is an emergency and sends the patient to \"" +
                                               rule.outcome().destination() +
                                               "\": name a destination");
    }
    if (OnlyGuards(rule.when())) {
      Warn(Below(path, "when"), "a guard is no evidence; put a positive finding beside it");
    }
  }

  // Whether some way to satisfy the condition rests on guards alone.
  static bool OnlyGuards(const v1::Condition& condition) {
    const auto only = [](const auto& one) { return OnlyGuards(one); };
    switch (condition.kind_case()) {
      case v1::Condition::kUnless:
      case v1::Condition::kNot:
        return true;
      case v1::Condition::kAllOf:
        return std::all_of(condition.all_of().of().begin(), condition.all_of().of().end(), only);
      case v1::Condition::kAnyOf:
        return std::any_of(condition.any_of().of().begin(), condition.any_of().of().end(), only);
      default:
        return false;
    }
  }

  void Scenarios(const v1::Rule& rule, const std::string& path,
                 std::span<const v1::ScenarioFile> files) {
    bool positive = false, near_miss = false, trap = false;
    for (const auto& file : files) {
      if (file.rule_set() != rules_.id()) continue;
      for (const auto& scenario : file.scenarios()) {
        if (scenario.rule() != rule.id()) continue;
        positive |= scenario.kind() == v1::Scenario::POSITIVE;
        near_miss |= scenario.kind() == v1::Scenario::NEAR_MISS;
        trap |= scenario.kind() == v1::Scenario::TRAP;
      }
    }
    if (!positive) Warn(path, "has no scenario in which it holds");
    if (!near_miss) Warn(path, "has no scenario that just misses it");
    if (!trap) Warn(path, "has no scenario that looks like it and is no flag");
  }

  const CompiledRuleSet& rules_;
  std::vector<Warning> warnings_;
  std::set<std::string> used_;
  // Where rules that are emergencies in themselves send the patient.
  std::set<std::string> emergencies_;
};

}  // namespace

std::vector<Warning> Lint(const CompiledRuleSet& rules,
                          std::span<const v1::ScenarioFile> scenarios) {
  return Linter(rules).Run(scenarios);
}

}  // namespace midstance::rules

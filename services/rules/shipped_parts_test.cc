#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "services/rules/scenario.h"
#include "services/rules/testing.h"

// Takes one part after the other out of the shipped rule set: some scenario must notice.
namespace midstance::rules {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

using Visit = std::function<void(const std::string& path)>;

class Parts {
 public:
  explicit Parts(Visit visit) : visit_(std::move(visit)) {}

  // Calls `visit` once for each part below `message`, taken out meanwhile.
  void Without(Message& message, const std::string& path) {
    if (auto* any = dynamic_cast<v1::Condition*>(&message)) {
      if (any->has_any_of()) WithoutEach(*any->mutable_any_of()->mutable_of(), path + ".any_of");
    }
    if (auto* any = dynamic_cast<v1::EntryTest*>(&message)) {
      if (any->has_any_of()) WithoutEach(*any->mutable_any_of()->mutable_of(), path + ".any_of");
    }
    if (auto* choice = dynamic_cast<v1::Choice*>(&message)) {
      WithoutEach(*choice->mutable_is(), path + "." + choice->code());
    }
    if (auto* seen = dynamic_cast<v1::Seen*>(&message)) {
      WithoutEach(*seen->mutable_areas(), path + ".areas");
    }
    if (auto* rule = dynamic_cast<v1::Rule*>(&message)) {
      WithoutEach(*rule->mutable_areas(), path + ".areas");
      WithoutEach(*rule->mutable_upgrades(), path + ".upgrades", 1);
    }
    const auto* reflection = message.GetReflection();
    std::vector<const FieldDescriptor*> fields;
    reflection->ListFields(message, &fields);
    for (const auto* field : fields) {
      if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
      const std::string below = path + "." + field->name();
      if (!field->is_repeated()) {
        Without(*reflection->MutableMessage(&message, field), below);
        continue;
      }
      for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
        Without(*reflection->MutableRepeatedMessage(&message, field, i),
                below + "[" + std::to_string(i) + "]");
      }
    }
  }

 private:
  // Of fewer than `least` nothing can be taken: without an area a rule is about every one.
  template <class List>
  void WithoutEach(List& list, const std::string& path, int least = 2) {
    if (list.size() < least) return;
    const List all = list;
    for (int i = 0; i < all.size(); ++i) {
      list.Clear();
      for (int other = 0; other < all.size(); ++other) {
        if (other != i) *list.Add() = all.Get(other);
      }
      visit_(path + "[" + std::to_string(i) + "]");
    }
    list = all;
  }

  Visit visit_;
};

std::vector<v1::Scenario> Scenarios() {
  std::vector<v1::Scenario> all;
  for (const auto& file : ShippedScenarios()) {
    const auto parsed = *ParseScenarioFile(file.text);
    all.insert(all.end(), parsed.scenarios().begin(), parsed.scenarios().end());
  }
  return all;
}

TEST(TheShippedParts, ArePinnedByAScenarioEach) {
  v1::RuleSet set = *ParseRuleSet(RunningHipCore());
  auto scenarios = Scenarios();
  int parts = 0;
  const auto check = [&](const std::string& path) {
    // Only emergencies ask for it, and nothing withdraws those.
    if (path.starts_with("febrile.absent.")) return;
    ++parts;
    const auto rules = CompileInUtc(set);
    if (!rules.ok()) return;
    const auto notices = std::ranges::find_if(
        scenarios, [&](const auto& s) { return !RunScenario(*rules, s).empty(); });
    EXPECT_TRUE(notices != scenarios.end()) << path;
  };
  Parts without(check);
  for (auto& rule : *set.mutable_rules()) without.Without(rule, rule.id());
  for (auto& derived : *set.mutable_derived()) without.Without(derived, derived.id());
  EXPECT_GT(parts, 100);
}

}  // namespace
}  // namespace midstance::rules

#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/rules/scenario.h"
#include "services/rules/testing.h"

namespace midstance::rules {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Calls `visit(path)` once for each number below `message`, changed by `by` meanwhile.
template <class Visit>
void WithEachNumberChanged(Message& message, const std::string& path, int by, const Visit& visit) {
  const auto* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const auto* field : fields) {
    const std::string below = path + "." + field->name();
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      if (!field->is_repeated()) {
        WithEachNumberChanged(*reflection->MutableMessage(&message, field), below, by, visit);
        continue;
      }
      for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
        WithEachNumberChanged(*reflection->MutableRepeatedMessage(&message, field, i),
                              below + "[" + std::to_string(i) + "]", by, visit);
      }
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_INT32 && !field->is_repeated()) {
      const auto before = reflection->GetInt32(message, field);
      reflection->SetInt32(&message, field, before + by);
      visit(below);
      reflection->SetInt32(&message, field, before);
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE && !field->is_repeated()) {
      const auto before = reflection->GetDouble(message, field);
      reflection->SetDouble(&message, field, before + by);
      visit(below);
      reflection->SetDouble(&message, field, before);
    }
  }
}

bool SomeScenarioNotices(const v1::RuleSet& set, const std::vector<v1::ScenarioFile>& files) {
  const auto rules = CompileInUtc(set);
  if (!rules.ok()) return true;
  for (const auto& file : files) {
    for (const auto& scenario : file.scenarios()) {
      if (!RunScenario(*rules, scenario).empty()) return true;
    }
  }
  return false;
}

TEST(TheShippedNumbers, ArePinnedByScenariosFromBothSides) {
  std::vector<v1::ScenarioFile> files;
  for (const auto& file : ShippedScenarios()) files.push_back(*ParseScenarioFile(file.text));
  v1::RuleSet set = *ParseRuleSet(RunningHipCore());
  ASSERT_FALSE(SomeScenarioNotices(set, files));
  int numbers = 0;
  for (const int by : {-1, 1}) {
    const auto check = [&](const std::string& path) {
      // A span of days cannot lie within one report, so two reports less one change nothing.
      if (by < 0 && path.ends_with(".min_entries")) return;
      // A report that is present is so whatever the test of absence says.
      if (by > 0 && path.find(".absent.") != std::string::npos) return;
      // Only emergencies ask for it, and nothing withdraws those.
      if (path.starts_with("febrile.absent.")) return;
      ++numbers;
      EXPECT_TRUE(SomeScenarioNotices(set, files)) << path << (by > 0 ? " + 1" : " - 1");
    };
    for (int i = 0; i < set.rules_size(); ++i) {
      WithEachNumberChanged(*set.mutable_rules(i)->mutable_when(), set.rules(i).id(), by, check);
      for (auto& upgrade : *set.mutable_rules(i)->mutable_upgrades()) {
        WithEachNumberChanged(*upgrade.mutable_when(), set.rules(i).id(), by, check);
      }
    }
    for (auto& derived : *set.mutable_derived()) {
      WithEachNumberChanged(derived, derived.id(), by, check);
    }
    WithEachNumberChanged(*set.mutable_defaults(), "defaults", by, check);
  }
  EXPECT_GT(numbers, 100);
}

}  // namespace
}  // namespace midstance::rules

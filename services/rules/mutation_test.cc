#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <numeric>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "services/rules/every_timeline.h"
#include "services/rules/scenario.h"
#include "services/rules/testing.h"
#include "support/testing/trials.h"

// Changes one thing in the shipped rules, such as a reviewer could miss: some scenario must fail.
// MIDSTANCE_MUTATIONS sets how many changes are tried, MIDSTANCE_MUTATION_SEED which.
namespace midstance::rules {
namespace {

class Changes {
 public:
  using Visit = std::function<void(const std::string& path, const std::string& change)>;
  explicit Changes(Visit visit) : visit_(std::move(visit)) {}

  // Calls `visit` once for each change, made meanwhile.
  void Of(v1::RuleSet& set) {
    for (const auto& code : set.codes()) {
      if (code.keying() == v1::Code::PATIENT) of_patient_.insert(code.code());
    }
    for (const auto& derived : set.derived()) {
      if (AsksOfPatientOnly(derived.present())) of_patient_.insert(derived.id());
    }
    for (auto& rule : *set.mutable_rules()) OfRule(rule);
    for (auto& derived : *set.mutable_derived()) Below(derived, derived.id());
    Below(*set.mutable_defaults(), "defaults");
  }

 private:
  template <class Message, class Change>
  void Try(Message& message, const std::string& path, const std::string& what,
           const Change& change) {
    const Message before = message;
    change(message);
    visit_(path, what);
    message = before;
  }

  bool AsksOfPatientOnly(const google::protobuf::Message& test) const {
    const auto* reflection = test.GetReflection();
    std::vector<const google::protobuf::FieldDescriptor*> fields;
    reflection->ListFields(test, &fields);
    return std::ranges::all_of(fields, [&](const auto* field) {
      using google::protobuf::FieldDescriptor;
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        if (!field->is_repeated()) return AsksOfPatientOnly(reflection->GetMessage(test, field));
        for (int i = 0; i < reflection->FieldSize(test, field); ++i) {
          if (!AsksOfPatientOnly(reflection->GetRepeatedMessage(test, field, i))) return false;
        }
        return true;
      }
      // Names of codes and of what is derived from them; a choice is neither.
      if (field->cpp_type() != FieldDescriptor::CPPTYPE_STRING || field->name() == "is")
        return true;
      return !field->is_repeated() && of_patient_.contains(reflection->GetString(test, field));
    });
  }

  void OfRule(v1::Rule& rule) {
    const bool local = rule.key() == v1::Rule::EACH_SITE;
    const auto other = local ? v1::Rule::ONCE_PER_PATIENT : v1::Rule::EACH_SITE;
    Try(rule, rule.id() + ".key", v1::Rule::Key_Name(other), [&](v1::Rule& changed) {
      changed.set_key(other);
      changed.clear_areas();
    });
    if (rule.areas_size() > 0) OfAreas(rule, rule.id());
    asked_at_.clear();
    for (const int area : rule.areas()) asked_at_.insert(area);
    OfUrgency(rule, rule.id());
    Below(*rule.mutable_when(), rule.id() + ".when");
    for (auto& upgrade : *rule.mutable_upgrades()) {
      OfUrgency(upgrade, rule.id() + ".upgrade");
      Below(*upgrade.mutable_when(), rule.id() + ".upgrade.when");
    }
  }

  template <class Message>
  void OfUrgency(Message& message, const std::string& path) {
    for (const int by : {-1, 1}) {
      const int urgency = message.urgency() + by;
      if (urgency < v1::WATCH || urgency > v1::EMERGENCY) continue;
      const auto to = static_cast<v1::Urgency>(urgency);
      Try(message, path + ".urgency", v1::Urgency_Name(to),
          [&](Message& changed) { changed.set_urgency(to); });
    }
  }

  // One area less, and one more.
  template <class Message>
  void OfAreas(Message& message, const std::string& path, bool only_where_asked = false) {
    for (int area = v1::HIP; area <= v1::PELVIS; ++area) {
      const auto& areas = message.areas();
      const auto at = std::find(areas.begin(), areas.end(), area) - areas.begin();
      const bool has = at < areas.size();
      if (has && areas.size() == 1) continue;
      // Nobody asks there at all.
      if (!has && only_where_asked && !asked_at_.empty() && !asked_at_.contains(area)) continue;
      Try(message, path + ".areas",
          (has ? "without " : "and ") + v1::Area_Name(static_cast<Area>(area)),
          [&](Message& changed) {
            if (has) {
              changed.mutable_areas()->erase(changed.areas().begin() + at);
            } else {
              changed.add_areas(static_cast<Area>(area));
            }
          });
    }
  }

  void OfValue(v1::Value& value, const std::string& path) {
    const auto op = [&](v1::Value::Op to) {
      Try(value, path + "." + value.code(), v1::Value::Op_Name(to),
          [&](v1::Value& changed) { changed.set_op(to); });
    };
    switch (value.op()) {
      case v1::Value::GE:
        return op(v1::Value::GT);
      case v1::Value::GT:
        return op(v1::Value::GE);
      case v1::Value::LE:
        return op(v1::Value::LT);
      case v1::Value::LT:
        return op(v1::Value::LE);
      default:
        op(v1::Value::LE);
        op(v1::Value::GE);
    }
  }

  void OfSeen(v1::Seen& seen, const std::string& path) {
    // What is told of the whole patient is the same wherever it is looked for.
    if (seen.areas_size() == 0 && AsksOfPatientOnly(seen.entry())) return;
    for (const auto at : {v1::Seen::SAME_SITE, v1::Seen::OTHER_SIDE, v1::Seen::ANY_SITE}) {
      const auto now = seen.at() == v1::Seen::AT_UNSPECIFIED ? v1::Seen::SAME_SITE : seen.at();
      if (at == now) continue;
      Try(seen, path + ".at", v1::Seen::At_Name(at),
          [&](v1::Seen& changed) { changed.set_at(at); });
    }
    const bool same_site =
        seen.at() == v1::Seen::AT_UNSPECIFIED || seen.at() == v1::Seen::SAME_SITE;
    if (seen.areas_size() > 0) OfAreas(seen, path, same_site);
  }

  void OfTrend(v1::Trend& trend, const std::string& path) {
    for (const auto to : {v1::Trend::RISING, v1::Trend::FALLING, v1::Trend::NOT_IMPROVING}) {
      if (to == trend.direction()) continue;
      Try(trend, path + ".direction", v1::Trend::Direction_Name(to),
          [&](v1::Trend& changed) { changed.set_direction(to); });
    }
  }

  template <class Message>
  bool OfOne(google::protobuf::Message& message, const std::string& path,
             void (Changes::*of)(Message&, const std::string&)) {
    auto* one = dynamic_cast<Message*>(&message);
    if (one != nullptr) (this->*of)(*one, path);
    return one != nullptr;
  }

  void OfNumbers(google::protobuf::Message& message, const std::string& path,
                 const google::protobuf::FieldDescriptor* field) {
    using google::protobuf::FieldDescriptor;
    const auto* reflection = message.GetReflection();
    for (const int by : {-1, 1}) {
      // A span of days cannot lie within one report, so two reports less one change nothing.
      if (by < 0 && field->name() == "min_entries") continue;
      const std::string what = (by < 0 ? "- 1" : "+ 1");
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_INT32) {
        const auto before = reflection->GetInt32(message, field);
        reflection->SetInt32(&message, field, before + by);
        visit_(path, what);
        reflection->SetInt32(&message, field, before);
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE) {
        const auto before = reflection->GetDouble(message, field);
        reflection->SetDouble(&message, field, before + by);
        visit_(path, what);
        reflection->SetDouble(&message, field, before);
      }
    }
  }

  void Below(google::protobuf::Message& message, const std::string& path) {
    OfOne<v1::Value>(message, path, &Changes::OfValue) ||
        OfOne<v1::Seen>(message, path, &Changes::OfSeen) ||
        OfOne<v1::Trend>(message, path, &Changes::OfTrend);
    const auto* reflection = message.GetReflection();
    std::vector<const google::protobuf::FieldDescriptor*> fields;
    reflection->ListFields(message, &fields);
    for (const auto* field : fields) {
      const std::string below = path + "." + field->name();
      if (field->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE) {
        if (!field->is_repeated()) OfNumbers(message, below, field);
      } else if (!field->is_repeated()) {
        Below(*reflection->MutableMessage(&message, field), below);
      } else {
        for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
          Below(*reflection->MutableRepeatedMessage(&message, field, i),
                below + "[" + std::to_string(i) + "]");
        }
      }
    }
  }

  Visit visit_;
  std::set<std::string> of_patient_;
  std::set<int> asked_at_;  // areas of the rule; empty: every one
};

struct Changed {
  v1::RuleSet set;
  std::string path;
  std::string change;
};

Changed ChangedAt(v1::RuleSet& set, std::size_t index) {
  Changed changed;
  std::size_t at = 0;
  Changes([&](const std::string& path, const std::string& change) {
    if (at++ == index) changed = {set, path, change};
  }).Of(set);
  return changed;
}

class AllScenarios {
 public:
  AllScenarios() {
    for (const auto& file : ShippedScenarios()) {
      const auto parsed = *ParseScenarioFile(file.text);
      std::ranges::copy(parsed.scenarios(), std::back_inserter(all_));
    }
  }

  // Those about the rule that was changed are asked first.
  bool Notice(const CompiledRuleSet& rules, std::string_view rule) {
    std::stable_partition(all_.begin(), all_.end(),
                          [&](const auto& one) { return one.rule() == rule; });
    return std::ranges::any_of(all_,
                               [&](const auto& one) { return !RunScenario(rules, one).empty(); });
  }

 private:
  std::vector<v1::Scenario> all_;
};

bool IsOfAPlace(const std::string& path) {
  return path.ends_with(".areas") || path.ends_with(".at");
}

// That nothing else changes with it: a present report is present whatever the test of absence says,
// and only emergencies ask for `febrile`, which nothing withdraws.
bool IsIdle(const Changed& changed) {
  if (changed.path.starts_with("febrile.absent.")) return true;
  if (changed.path.find(".absent.") == std::string::npos) return false;
  return changed.change == "LE" || changed.change == "GE" || changed.change == "+ 1";
}

struct Tally {
  std::uint64_t tried = 0;
  std::uint64_t noticed = 0;
  std::string missed;
};

Tally TallyOf(bool places) {
  v1::RuleSet set = *ParseRuleSet(RunningHipCore());
  std::vector<std::size_t> order;
  std::size_t count = 0;
  Changes([&](const std::string& path, const std::string&) {
    if (IsOfAPlace(path) == places) order.push_back(count);
    ++count;
  }).Of(set);
  std::mt19937_64 random(FromEnvironment("MIDSTANCE_MUTATION_SEED", 1));
  std::ranges::shuffle(order, random);
  const std::uint64_t wanted = FromEnvironment("MIDSTANCE_MUTATIONS", 100);
  AllScenarios scenarios;
  Tally tally;
  for (const std::size_t index : order) {
    if (tally.tried == wanted) break;
    const Changed changed = ChangedAt(set, index);
    if (IsIdle(changed)) continue;
    const auto rules = CompileInUtc(changed.set);
    if (!rules.ok()) continue;
    ++tally.tried;
    if (scenarios.Notice(*rules, changed.path.substr(0, changed.path.find('.')))) {
      ++tally.noticed;
    } else {
      tally.missed += changed.path + ": " + changed.change + "\n";
    }
  }
  testing::Test::RecordProperty("changes", static_cast<int>(tally.tried));
  testing::Test::RecordProperty("noticed", static_cast<int>(tally.noticed));
  return tally;
}

TEST(TheShippedRules, AreHardlyChangedWithoutAScenarioThatNotices) {
  const Tally tally = TallyOf(false);
  EXPECT_GE(tally.tried, 100U);
  EXPECT_GE(tally.noticed * 100, tally.tried * 98) << tally.missed;
}

TEST(TheShippedRules, HardlyLookElsewhereWithoutAScenarioThatNotices) {
  const Tally tally = TallyOf(true);
  EXPECT_GE(tally.tried, 100U);
  EXPECT_GE(tally.noticed * 100, tally.tried * 98) << tally.missed;
}

}  // namespace
}  // namespace midstance::rules

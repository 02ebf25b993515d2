#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "midstance/rules/v1/rule_set.pb.h"
#include "services/rules/vocabulary.h"
#include "services/schedule/clinic_calendar.h"

// What a rule set is compiled to: trees in flat arrays, every name resolved. Made by compile.cc,
// read by the evaluator only.
namespace midstance::rules {

using NodeIndex = std::uint16_t;
inline constexpr NodeIndex kNoNode = std::numeric_limits<NodeIndex>::max();

struct TestNode {
  enum class Kind : std::uint8_t { kAll, kAny, kNot, kFlag, kState, kNumber, kChoice, kNotAsked };
  Kind kind = Kind::kAll;
  v1::Value::Op op = v1::Value::OP_UNSPECIFIED;
  CodeIndex code = 0;  // of kState: the state
  std::uint32_t choices = 0;
  std::uint32_t open_choices = 0;
  double than = 0;
  std::vector<NodeIndex> children;
};

// A test of a report with the codes it asks about, those of its derived states included.
struct Test {
  NodeIndex root = kNoNode;
  CodeSet site;
  CodeSet patient;

  bool Exists() const { return root != kNoNode; }
};

// What makes a report present or absent in a run.
struct State {
  std::string id;
  std::string display;
  Test present;
  NodeIndex absent = kNoNode;
  int cost = 0;  // number of leaves one evaluation may visit
};

struct ConditionNode {
  enum class Kind : std::uint8_t {
    kAll,
    kAny,
    kNot,
    kUnless,
    kSeen,
    kRun,
    kRepeats,
    kTrend,
    kFact
  };
  Kind kind = Kind::kAll;
  std::string path;
  std::string label;
  std::vector<NodeIndex> children;
  int within = 0;  // days; 0: not bound
  // The test of seen and fact, `some_entry` of run and repeats, `where` of trend.
  Test entry;
  Test last;
  int window = 0;  // days that a report or an answer stays current; 0: for ever
  int apart = 0;   // of trend: days that the two reports may lie apart; 0: any
  v1::Seen::At at = v1::Seen::SAME_SITE;
  bool include_withdrawn = false;
  std::uint32_t areas = 0;  // of seen: bit per Area; 0: every one
  NodeIndex state = kNoNode;
  int min_entries = 1;
  int span = 0;
  CodeIndex code = 0;
  bool rises = false;
  double at_least = 0;
  v1::Trend::Direction direction = v1::Trend::DIRECTION_UNSPECIFIED;
};

struct UpgradeInfo {
  const v1::Upgrade* upgrade = nullptr;
  NodeIndex when = kNoNode;
  v1::Urgency urgency = v1::URGENCY_UNSPECIFIED;
};

struct RuleInfo {
  const v1::Rule* rule = nullptr;
  std::string family;
  int family_rank = 0;
  NodeIndex when = kNoNode;
  std::vector<UpgradeInfo> upgrades;
  std::uint32_t areas = 0;  // bit per Area; 0: every one
  // A report that answers none of them makes no difference to the rule.
  CodeSet asks;
  bool looks_elsewhere = false;  // at reports of other sites
  bool asks_untold = false;      // also where none of those codes was answered

  // Where it can neither hold nor ask: nothing was told there that makes a difference.
  bool IsSilentWhere(const CodeSet& told) const {
    return !looks_elsewhere && !asks_untold && !asks.Meets(told);
  }

  bool OncePerPatient() const { return rule->key() == v1::Rule::ONCE_PER_PATIENT; }
  bool About(Area area) const { return areas == 0 || (areas >> area & 1) != 0; }
  // Whether the rule is asked at a key: of this area, or without one the patient's.
  bool IsAskedAt(std::optional<Area> area) const {
    return OncePerPatient() ? !area.has_value() : area.has_value() && About(*area);
  }
};

struct NameHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view name) const {
    return std::hash<std::string_view>()(name);
  }
};

struct Program {
  explicit Program(schedule::ClinicCalendar days) : calendar(std::move(days)) {}

  schedule::ClinicCalendar calendar;  // of the days that are counted
  v1::RuleSet source;
  std::string digest;
  std::vector<CodeInfo> codes;
  std::unordered_map<std::string, CodeIndex, NameHash, std::equal_to<>> code_by_name;
  std::vector<TestNode> tests;
  std::vector<State> states;
  std::map<std::string, NodeIndex, std::less<>> state_by_name;
  std::vector<ConditionNode> conditions;
  std::vector<RuleInfo> rules;
};

}  // namespace midstance::rules

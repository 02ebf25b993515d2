#include "services/considerations/library.h"

#include <absl/strings/str_cat.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <algorithm>
#include <set>
#include <utility>

#include "support/status.h"

namespace midstance::considerations {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// The names that a condition uses, those of derived states followed.
class NamesIn {
 public:
  explicit NamesIn(const rules::v1::RuleSet& set) : set_(set) {}

  void Add(const Message& part) {
    const auto& reflection = *part.GetReflection();
    std::vector<const FieldDescriptor*> fields;
    reflection.ListFields(part, &fields);
    for (const auto* field : fields) {
      const int count = field->is_repeated() ? reflection.FieldSize(part, field) : 1;
      for (int i = 0; i < count; ++i) AddField(part, *field, i);
    }
  }

  // In the order of the vocabulary.
  std::vector<const rules::v1::Code*> Codes() const {
    std::vector<const rules::v1::Code*> codes;
    for (const auto& code : set_.codes()) {
      if (names_.contains(code.code())) codes.push_back(&code);
    }
    return codes;
  }

 private:
  void AddField(const Message& part, const FieldDescriptor& field, int index) {
    const auto& reflection = *part.GetReflection();
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      Add(field.is_repeated() ? reflection.GetRepeatedMessage(part, &field, index)
                              : reflection.GetMessage(part, &field));
      return;
    }
    // Labels, notes and choices are no names.
    const auto& name = field.name();
    if (name != "present" && name != "code" && name != "not_asked" && name != "of") return;
    if (field.cpp_type() != FieldDescriptor::CPPTYPE_STRING || field.is_repeated()) return;
    const std::string& used = reflection.GetString(part, &field);
    if (!names_.insert(used).second) return;
    for (const auto& state : set_.derived()) {
      if (state.id() != used) continue;
      Add(state.present());
      Add(state.absent());
    }
  }

  const rules::v1::RuleSet& set_;
  std::set<std::string> names_;
};

std::string RuleIdOf(const rules::v1::Consideration& consideration, bool opposes, int index) {
  return absl::StrCat(consideration.id(), opposes ? "-o" : "-s", index);
}

rules::v1::Rule RuleOf(const rules::v1::Consideration& consideration, const rules::v1::Clue& clue,
                       std::string id) {
  rules::v1::Rule rule;
  rule.set_id(std::move(id));
  rule.set_title(clue.label());
  rule.set_key(rules::v1::Rule::EACH_SITE);
  *rule.mutable_areas() = consideration.areas();
  *rule.mutable_when() = clue.when();
  // Clues raise nothing; the language wants every rule to say what follows.
  rule.set_urgency(rules::v1::WATCH);
  rule.mutable_outcome()->add_actions(rules::v1::ASK_AGAIN);
  rule.mutable_outcome()->set_basis("{findings}");
  return rule;
}

class LibraryCheck {
 public:
  LibraryCheck(const rules::CompiledRuleSet& active, const rules::v1::ConsiderationLibrary& source)
      : active_(active), source_(source) {}

  absl::Status Run() {
    for (int i = 0; i < source_.considerations_size(); ++i) Row(source_.considerations(i), i);
    for (int i = 0; i < source_.seed_conditions_size(); ++i) Seed(source_.seed_conditions(i), i);
    if (violations_.field_violations_size() == 0) return absl::OkStatus();
    Error error(v1::ERROR_REASON_RULE_SET_INVALID);
    for (const auto& one : violations_.field_violations()) {
      error = std::move(error).Field(one.field(), one.description());
    }
    return error;
  }

 private:
  void Row(const rules::v1::Consideration& row, int index) {
    const std::string path = absl::StrCat("considerations[", index, "]");
    if (!ids_.insert(row.id()).second) Wrong(path + ".id", "is the second row of this name");
    if (row.title().empty()) Wrong(path + ".title", "must not be empty");
    if (row.areas().empty()) Wrong(path + ".areas", "must not be empty");
    if (row.sources().empty()) Wrong(path + ".sources", "must not be empty");
    const auto lists = [](const rules::v1::Clue& clue) { return !clue.background(); };
    if (std::none_of(row.supporting().begin(), row.supporting().end(), lists)) {
      Wrong(path + ".supporting", "must hold a clue that is not background");
    }
    const auto labelled = [](const rules::v1::Clue& clue) { return !clue.label().empty(); };
    if (!std::all_of(row.supporting().begin(), row.supporting().end(), labelled) ||
        !std::all_of(row.opposing().begin(), row.opposing().end(), labelled)) {
      Wrong(path, "has a clue without a label");
    }
  }

  void Seed(const rules::v1::SeedCondition& seed, int index) {
    const std::string path = absl::StrCat("seed_conditions[", index, "]");
    for (const auto& id : seed.considerations()) {
      if (!ids_.contains(id)) Wrong(path + ".considerations", "unknown \"" + id + "\"");
    }
    for (const auto& code : seed.codes()) {
      if (active_.Find(code) == nullptr) Wrong(path + ".codes", "unknown \"" + code + "\"");
    }
    const auto& rules = active_.source().rules();
    for (const auto& id : seed.rules()) {
      const auto is = [&](const rules::v1::Rule& rule) { return rule.id() == id; };
      if (std::none_of(rules.begin(), rules.end(), is)) {
        Wrong(path + ".rules", "unknown \"" + id + "\"");
      }
    }
    if (seed.considerations().empty() && seed.codes().empty() && seed.rules().empty()) {
      Wrong(path, "is known from nowhere");
    }
  }

  void Wrong(std::string path, std::string text) {
    AddViolation(violations_, std::move(path), std::move(text));
  }

  const rules::CompiledRuleSet& active_;
  const rules::v1::ConsiderationLibrary& source_;
  std::set<std::string> ids_;
  google::rpc::BadRequest violations_;
};

}  // namespace

struct Library::Parts {
  explicit Parts(rules::CompiledRuleSet compiled) : clues(std::move(compiled)) {}

  rules::v1::ConsiderationLibrary source;
  rules::CompiledRuleSet clues;
  std::map<std::string, ClueInfo, std::less<>> by_rule;
};

Library::Library(std::shared_ptr<const Parts> parts) : parts_(std::move(parts)) {}

absl::StatusOr<Library> Library::Of(const rules::CompiledRuleSet& active,
                                    rules::v1::ConsiderationLibrary source) {
  MIDSTANCE_RETURN_IF_ERROR(LibraryCheck(active, source).Run());
  rules::v1::RuleSet set;
  set.set_id(source.id());
  set.set_title("Clues of considerations");
  set.set_version(source.version());
  *set.mutable_defaults() = source.defaults();
  *set.mutable_codes() = active.source().codes();
  *set.mutable_derived() = active.source().derived();
  const auto add = [&set](const rules::v1::Consideration& row, const auto& clues, bool opposes) {
    for (int i = 0; i < clues.size(); ++i) {
      *set.add_rules() = RuleOf(row, clues[i], RuleIdOf(row, opposes, i));
    }
  };
  for (const auto& row : source.considerations()) {
    add(row, row.supporting(), false);
    add(row, row.opposing(), true);
  }
  MIDSTANCE_ASSIGN_OR_RETURN(auto compiled, rules::Compile(set, active.calendar()));

  auto parts = std::make_shared<Parts>(std::move(compiled));
  parts->source = std::move(source);
  const auto learn = [&parts](int at, const auto& clues, bool opposes) {
    const auto& row = parts->source.considerations(at);
    for (int i = 0; i < clues.size(); ++i) {
      NamesIn names(parts->clues.source());
      names.Add(clues[i].when());
      parts->by_rule.emplace(RuleIdOf(row, opposes, i), ClueInfo{.clue = &clues[i],
                                                                 .consideration = at,
                                                                 .index = i,
                                                                 .opposes = opposes,
                                                                 .codes = names.Codes()});
    }
  };
  for (int at = 0; at < parts->source.considerations_size(); ++at) {
    const auto& row = parts->source.considerations(at);
    learn(at, row.supporting(), false);
    learn(at, row.opposing(), true);
  }
  return Library(std::move(parts));
}

const rules::v1::ConsiderationLibrary& Library::source() const { return parts_->source; }
const rules::CompiledRuleSet& Library::clues() const { return parts_->clues; }

const ClueInfo* Library::Find(std::string_view rule) const {
  const auto found = parts_->by_rule.find(rule);
  return found == parts_->by_rule.end() ? nullptr : &found->second;
}

const rules::v1::Consideration* Library::FindConsideration(std::string_view id) const {
  for (const auto& row : parts_->source.considerations()) {
    if (row.id() == id) return &row;
  }
  return nullptr;
}

}  // namespace midstance::considerations

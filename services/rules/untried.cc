#include "services/rules/untried.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <map>
#include <set>
#include <string_view>

#include "support/deterministic.h"

namespace midstance::rules {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Every text below a message: the codes and derived states that it names are among them.
void WordsOf(const Message& message, std::set<std::string>& words) {
  const auto* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const auto* field : fields) {
    const int count = field->is_repeated() ? reflection->FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        WordsOf(field->is_repeated() ? reflection->GetRepeatedMessage(message, field, i)
                                     : reflection->GetMessage(message, field),
                words);
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
        words.insert(field->is_repeated() ? reflection->GetRepeatedString(message, field, i)
                                          : reflection->GetString(message, field));
      }
    }
  }
}

// A rule with all that it rests on.
struct Ground {
  std::string bytes;  // the same where it judges the same
  bool on_server = false;
};

class Grounds {
 public:
  explicit Grounds(const CompiledRuleSet& rules) : rules_(rules) {
    for (const auto& code : rules.source().codes()) codes_.emplace(code.code(), &code);
    for (const auto& state : rules.source().derived()) derived_.emplace(state.id(), &state);
  }

  std::map<std::string, Ground> All() const {
    std::map<std::string, Ground> all;
    for (const auto& rule : rules_.source().rules()) all.emplace(rule.id(), Of(rule));
    return all;
  }

 private:
  Ground Of(v1::Rule rule) const {
    rule.clear_title();
    rule.clear_might_mean();
    rule.clear_sources();
    rule.mutable_outcome()->clear_basis();
    Ground ground;
    std::set<std::string> seen;
    Add(rule, seen, ground);
    ground.bytes += DeterministicBytes(rules_.source().defaults());
    return ground;
  }

  void Add(const Message& part, std::set<std::string>& seen, Ground& ground) const {
    ground.bytes += DeterministicBytes(part) + '\n';
    std::set<std::string> words;
    WordsOf(part, words);
    for (const auto& word : words) {
      const auto code = codes_.find(word);
      const auto state = derived_.find(word);
      if (code == codes_.end() && state == derived_.end()) continue;
      if (!seen.insert(word).second) continue;
      if (state != derived_.end()) {
        v1::Derived bare = *state->second;
        bare.clear_display();
        bare.clear_note();
        Add(bare, seen, ground);
        continue;
      }
      v1::Code bare = *code->second;
      bare.clear_display();
      bare.clear_question();
      bare.clear_caution();
      bare.clear_caution_source();
      ground.bytes += DeterministicBytes(bare) + '\n';
      ground.on_server = ground.on_server || bare.by_server();
    }
  }

  const CompiledRuleSet& rules_;
  std::map<std::string_view, const v1::Code*> codes_;
  std::map<std::string_view, const v1::Derived*> derived_;
};

}  // namespace

std::vector<std::string> UntriedChanges(const CompiledRuleSet& before,
                                        const CompiledRuleSet& after) {
  const auto now = Grounds(after).All();
  std::vector<std::string> untried;
  for (const auto& [rule, ground] : Grounds(before).All()) {
    const auto found = now.find(rule);
    const bool is_gone = found == now.end();
    if (!is_gone && found->second.bytes == ground.bytes) continue;
    if (ground.on_server || (!is_gone && found->second.on_server)) untried.push_back(rule);
  }
  return untried;
}

}  // namespace midstance::rules

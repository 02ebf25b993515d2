#include "services/rules/compile_tests.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "services/rules/entry_test.h"

namespace midstance::rules {
namespace {

// Leaves that one evaluation of a test may visit through derived states.
constexpr int kMostCost = 2'000;

bool IsWord(std::string_view name) {
  return !name.empty() && name.size() <= 60 && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

}  // namespace

void TestCompiler::OneCode(const v1::Code& code, const std::string& path) {
  if (!IsWord(code.code())) {
    problems_.Add(Below(path, "code"), "must be lower-case letters, digits and underscores");
  }
  if (program_.code_by_name.contains(code.code())) {
    problems_.Add(Below(path, "code"), "is the second code of this name");
  }
  if (code.display().empty()) problems_.Add(Below(path, "display"), "must not be empty");
  if (code.question().empty()) problems_.Add(Below(path, "question"), "must not be empty");
  if (code.keying() != v1::Code::SITE && code.keying() != v1::Code::PATIENT) {
    problems_.Add(Below(path, "keying"), "must be SITE or PATIENT");
  }
  const bool choice = code.kind() == v1::Code::CHOICE;
  if (code.kind() == v1::Code::NUMBER) {
    if (!std::isfinite(code.lower()) || !std::isfinite(code.upper()) ||
        code.lower() >= code.upper()) {
      problems_.Add(Below(path, "upper"), "must be a number above lower");
    }
  } else if (code.kind() != v1::Code::FLAG && !choice) {
    problems_.Add(Below(path, "kind"), "must be FLAG, NUMBER or CHOICE");
  }
  if (choice != (code.choices_size() > 0) ||
      static_cast<std::size_t>(code.choices_size()) > kMostChoices) {
    problems_.Add(Below(path, "choices"), "must be 1 to 32 for a CHOICE and none for others");
  }
  const bool by_therapist =
      code.by_therapist() || code.examined() != v1::Code::EXAMINED_UNSPECIFIED;
  CodeInfo info{.code = code.code(),
                .display = code.display(),
                .question = code.question(),
                .unit = code.unit(),
                .kind = code.kind(),
                .keying = code.keying(),
                .choices = {},
                .open_choices = 0,
                .sought_choices = 0,
                .lower_is_worse = false,
                .lower = code.lower(),
                .upper = code.upper(),
                .whole = code.whole(),
                .by_therapist = by_therapist,
                .by_server = code.by_server(),
                .other_units = {},
                .index = static_cast<CodeIndex>(program_.codes.size())};
  OtherUnits(code, path, info);
  for (const auto& one : code.choices()) {
    if (info.ChoiceIndex(one) >= 0) {
      problems_.Add(Below(path, "choices"), "holds \"" + one + "\" twice");
    }
    info.choices.push_back(one);
  }
  for (const auto& open : code.open_choices()) {
    const int index = info.ChoiceIndex(open);
    if (index < 0 || static_cast<std::size_t>(index) >= kMostChoices) {
      problems_.Add(Below(path, "open_choices"), "\"" + open + "\" is none of the choices");
    } else {
      info.open_choices |= std::uint32_t{1} << static_cast<unsigned>(index);
    }
  }
  program_.code_by_name.emplace(code.code(), info.index);
  program_.codes.push_back(std::move(info));
}

void TestCompiler::OtherUnits(const v1::Code& code, const std::string& path, CodeInfo& info) {
  if (code.caution().empty() != code.caution_source().key().empty()) {
    problems_.Add(Below(path, "caution_source"), "must stand beside a caution, and only there");
  }
  if (code.measurement_error() < 0 || !std::isfinite(code.measurement_error()) ||
      (code.measurement_error() > 0 && code.kind() != v1::Code::NUMBER)) {
    problems_.Add(Below(path, "measurement_error"), "must be a number above 0, of a NUMBER");
  }
  if (code.other_units_size() > 0 && (code.kind() != v1::Code::NUMBER || code.unit().empty())) {
    problems_.Add(Below(path, "other_units"), "must be of a NUMBER that has a unit");
  }
  for (int i = 0; i < code.other_units_size(); ++i) {
    const auto& other = code.other_units(i);
    const std::string at = At(Below(path, "other_units"), i);
    if (other.unit().empty() || info.FactorOf(other.unit()).has_value()) {
      problems_.Add(Below(at, "unit"), "must be a unit that the code does not have yet");
    }
    if (!std::isfinite(other.factor()) || other.factor() <= 0) {
      problems_.Add(Below(at, "factor"), "must be a number above 0");
    }
    info.other_units.push_back({other.unit(), other.factor()});
  }
}

void TestCompiler::Codes() {
  const auto& codes = program_.source.codes();
  if (static_cast<std::size_t>(codes.size()) > kMostCodes) {
    problems_.Add("codes", "are more than " + std::to_string(kMostCodes));
  }
  for (int i = 0; i < codes.size() && program_.codes.size() < kMostCodes; ++i) {
    OneCode(codes[i], At("codes", i));
  }
}

void TestCompiler::States() {
  const auto& derived = program_.source.derived();
  for (int i = 0; i < derived.size() && program_.states.size() < kMostNodes; ++i) {
    const std::string path = At("derived", i);
    const auto& one = derived[i];
    if (!IsWord(one.id())) {
      problems_.Add(Below(path, "id"), "must be lower-case letters, digits and underscores");
    }
    if (program_.code_by_name.contains(one.id()) || program_.state_by_name.contains(one.id())) {
      problems_.Add(Below(path, "id"), "is the name of another code or derived state");
      continue;
    }
    State state{.id = one.id(),
                .display = one.display().empty() ? one.id() : one.display(),
                .present = {},
                .absent = kNoNode,
                .cost = 0};
    cost_ = 0;
    state.present = Compile(one.present(), Below(path, "present"), false);
    state.absent = Compile(one.absent(), Below(path, "absent"), false).root;
    state.cost = cost_;
    if (state.cost > kMostCost) {
      problems_.Add(path, "refers to other derived states too often");
      continue;
    }
    if (!state.present.Exists() || state.absent == kNoNode) continue;
    program_.state_by_name.emplace(one.id(), static_cast<NodeIndex>(program_.states.size()));
    program_.states.push_back(std::move(state));
  }
}

Test TestCompiler::Compile(const v1::EntryTest& test, const std::string& path,
                           bool may_hold_empty) {
  Test compiled;
  compiled.root = Add(test, path, 0, compiled);
  if (compiled.Exists() && !may_hold_empty && problems_.None() &&
      Evaluate(program_, compiled.root, {}) == Truth::kTrue) {
    problems_.Add(path, "holds for a report that answers nothing; it needs a positive finding");
  }
  return compiled;
}

NodeIndex TestCompiler::FindState(const std::string& name, const std::string& path) {
  if (const auto state = program_.state_by_name.find(name); state != program_.state_by_name.end()) {
    return state->second;
  }
  const auto code = program_.code_by_name.find(name);
  if (code == program_.code_by_name.end() || program_.codes[code->second].kind != v1::Code::FLAG) {
    problems_.Add(path, "unknown derived state or FLAG code \"" + name + "\"");
    return kNoNode;
  }
  v1::EntryTest present, absent;
  present.set_present(name);
  absent.mutable_not_()->set_present(name);
  State state{.id = name,
              .display = program_.codes[code->second].display,
              .present = Compile(present, path, false),
              .absent = Compile(absent, path, false).root,
              .cost = 2};
  const auto index = static_cast<NodeIndex>(program_.states.size());
  program_.state_by_name.emplace(name, index);
  program_.states.push_back(std::move(state));
  return index;
}

const CodeInfo* TestCompiler::FindCode(const std::string& name, const std::string& path,
                                       v1::Code::Kind kind) {
  const auto found = program_.code_by_name.find(name);
  if (found == program_.code_by_name.end()) {
    problems_.Add(path, "unknown code \"" + name + "\"");
    return nullptr;
  }
  const CodeInfo& code = program_.codes[found->second];
  if (kind != v1::Code::KIND_UNSPECIFIED && code.kind != kind) {
    problems_.Add(path, "\"" + name + "\" is not a " + v1::Code::Kind_Name(kind));
    return nullptr;
  }
  return &code;
}

NodeIndex TestCompiler::Push(TestNode node, const std::string& path) {
  if (program_.tests.size() >= kMostNodes) {
    if (program_.tests.size() == kMostNodes) problems_.Add(path, "is one test too many");
    return kNoNode;
  }
  program_.tests.push_back(std::move(node));
  return static_cast<NodeIndex>(program_.tests.size() - 1);
}

NodeIndex TestCompiler::AddAll(TestNode node, const v1::EntryTests& tests, const std::string& path,
                               int depth, Test& into) {
  if (tests.of_size() == 0) problems_.Add(path, "must have at least one part");
  for (int i = 0; i < tests.of_size(); ++i) {
    const NodeIndex child = Add(tests.of(i), At(path, i), depth + 1, into);
    if (child == kNoNode) return kNoNode;
    node.children.push_back(child);
  }
  return node.children.empty() ? kNoNode : Push(std::move(node), path);
}

NodeIndex TestCompiler::AddLeaf(const CodeInfo& code, TestNode node, Test& into) {
  ++cost_;
  node.code = code.index;
  node.open_choices = code.open_choices;
  (code.OfPatient() ? into.patient : into.site).Add(code.index);
  return Push(std::move(node), code.code);
}

NodeIndex TestCompiler::AddPresent(const std::string& name, const std::string& path, Test& into) {
  TestNode node;
  if (const auto found = program_.state_by_name.find(name); found != program_.state_by_name.end()) {
    const State& state = program_.states[found->second];
    node.kind = TestNode::Kind::kState;
    node.code = found->second;
    into.site.Add(state.present.site);
    into.patient.Add(state.present.patient);
    cost_ += state.cost;
    return Push(std::move(node), path);
  }
  node.kind = TestNode::Kind::kFlag;
  const CodeInfo* code = FindCode(name, path, v1::Code::FLAG);
  return code == nullptr ? kNoNode : AddLeaf(*code, std::move(node), into);
}

NodeIndex TestCompiler::Add(const v1::EntryTest& test, const std::string& path, int depth,
                            Test& into) {
  if (depth > kDeepest) {
    problems_.Add(path, "is nested deeper than 32");
    return kNoNode;
  }
  TestNode node;
  switch (test.kind_case()) {
    case v1::EntryTest::kAllOf:
      node.kind = TestNode::Kind::kAll;
      return AddAll(std::move(node), test.all_of(), Below(path, "all_of"), depth, into);
    case v1::EntryTest::kAnyOf:
      node.kind = TestNode::Kind::kAny;
      return AddAll(std::move(node), test.any_of(), Below(path, "any_of"), depth, into);
    case v1::EntryTest::kNot: {
      node.kind = TestNode::Kind::kNot;
      const NodeIndex child = Add(test.not_(), Below(path, "not"), depth + 1, into);
      if (child == kNoNode) return kNoNode;
      node.children.push_back(child);
      return Push(std::move(node), path);
    }
    case v1::EntryTest::kPresent:
      return AddPresent(test.present(), Below(path, "present"), into);
    case v1::EntryTest::kNotAsked: {
      node.kind = TestNode::Kind::kNotAsked;
      const CodeInfo* code =
          FindCode(test.not_asked(), Below(path, "not_asked"), v1::Code::KIND_UNSPECIFIED);
      return code == nullptr ? kNoNode : AddLeaf(*code, std::move(node), into);
    }
    case v1::EntryTest::kValue: {
      node.kind = TestNode::Kind::kNumber;
      node.op = test.value().op();
      node.than = test.value().than();
      const std::string at = Below(path, "value");
      if (!v1::Value::Op_IsValid(node.op) || node.op == v1::Value::OP_UNSPECIFIED) {
        problems_.Add(Below(at, "op"), "must be LT, LE, EQ, GE or GT");
      }
      if (!std::isfinite(node.than)) problems_.Add(Below(at, "than"), "must be a finite number");
      const CodeInfo* code = FindCode(test.value().code(), Below(at, "code"), v1::Code::NUMBER);
      return code == nullptr ? kNoNode : AddLeaf(*code, std::move(node), into);
    }
    case v1::EntryTest::kChoice: {
      node.kind = TestNode::Kind::kChoice;
      const std::string at = Below(path, "choice");
      const CodeInfo* code = FindCode(test.choice().code(), Below(at, "code"), v1::Code::CHOICE);
      if (code == nullptr) return kNoNode;
      if (test.choice().is_size() == 0) problems_.Add(Below(at, "is"), "must not be empty");
      for (const auto& choice : test.choice().is()) {
        const int index = code->ChoiceIndex(choice);
        if (index < 0 || static_cast<std::size_t>(index) >= kMostChoices) {
          problems_.Add(Below(at, "is"), "\"" + choice + "\" is no choice of " + code->code);
        } else {
          node.choices |= std::uint32_t{1} << static_cast<unsigned>(index);
        }
      }
      return AddLeaf(*code, std::move(node), into);
    }
    default:
      problems_.Add(path, "must say what is asked");
      return kNoNode;
  }
}

}  // namespace midstance::rules

#pragma once

#include <string>
#include <string_view>

#include "services/rules/problems.h"
#include "services/rules/program.h"

namespace midstance::rules {

inline constexpr int kDeepest = 32;
inline constexpr std::size_t kMostNodes = 10'000;

// Compiles entry tests, codes and derived states into a program, noting every problem.
class TestCompiler {
 public:
  TestCompiler(Program& program, Problems& problems) : program_(program), problems_(problems) {}

  void Codes();
  void States();

  // A test of one report. `may_hold_empty`: it only narrows down what something else found.
  Test Compile(const v1::EntryTest& test, const std::string& path, bool may_hold_empty);
  // The derived state or FLAG code that a run is made of; kNoNode when there is none.
  NodeIndex FindState(const std::string& name, const std::string& path);
  // nullptr and a problem when there is no such code of this kind.
  const CodeInfo* FindCode(const std::string& name, const std::string& path, v1::Code::Kind kind);

 private:
  void OneCode(const v1::Code& code, const std::string& path);
  // What goes with the values: units, measurement error, caution.
  void OtherUnits(const v1::Code& code, const std::string& path, CodeInfo& info);
  NodeIndex Add(const v1::EntryTest& test, const std::string& path, int depth, Test& into);
  NodeIndex AddAll(TestNode node, const v1::EntryTests& tests, const std::string& path, int depth,
                   Test& into);
  NodeIndex AddPresent(const std::string& name, const std::string& path, Test& into);
  NodeIndex AddLeaf(const CodeInfo& code, TestNode node, Test& into);
  NodeIndex Push(TestNode node, const std::string& path);

  Program& program_;
  Problems& problems_;
  int cost_ = 0;
};

}  // namespace midstance::rules

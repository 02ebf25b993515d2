#pragma once

#include <string>

#include "services/rules/compile_tests.h"
#include "services/rules/problems.h"
#include "services/rules/program.h"
#include "services/rules/timeline.h"

namespace midstance::rules {

// Compiles conditions into a program, noting every problem.
class ConditionCompiler {
 public:
  ConditionCompiler(Program& program, TestCompiler& tests, Problems& problems)
      : program_(program), tests_(tests), problems_(problems), nobody_(Nobody()) {}

  void Defaults();
  // Fills in `when` and `upgrades`.
  void Rule(RuleInfo& info, const std::string& path);

 private:
  // Where a condition stands.
  struct Place {
    bool once_per_patient;
    bool bound = false;  // inside an all_of with `within`
    int depth = 0;
  };

  static Timeline Nobody();
  NodeIndex Add(const v1::Condition& condition, const std::string& path, Place place);
  bool AddParts(const v1::Conditions& conditions, const std::string& path, Place place,
                ConditionNode& node);
  bool AddOne(const v1::Condition& inner, const std::string& path, Place place,
              ConditionNode& node);
  bool AddSeen(const v1::Seen& seen, const std::string& path, Place place, ConditionNode& node);
  bool AddRun(const v1::Run& run, const std::string& path, Place place, ConditionNode& node);
  bool AddRepeats(const v1::Repeats& repeats, const std::string& path, Place place,
                  ConditionNode& node);
  bool AddTrend(const v1::Trend& trend, const std::string& path, Place place, ConditionNode& node);
  bool AddFact(const v1::Fact& fact, const std::string& path, ConditionNode& node);
  // Days of a span; `otherwise` when it is not set.
  int Days(bool set, const v1::Span& span, const std::string& path, int otherwise);
  bool MayPersist(NodeIndex state, const std::string& path, Place place);
  void NoteAsked(NodeIndex condition, RuleInfo& info) const;
  // Asks the rule about a patient of whom nothing was reported.
  void TryOnNobody(RuleInfo& info, const std::string& path);

  Program& program_;
  TestCompiler& tests_;
  Problems& problems_;
  const Timeline nobody_;
  int composite_window_ = 0;
  int run_gap_ = 0;
};

}  // namespace midstance::rules

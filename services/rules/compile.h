#pragma once

#include <absl/status/statusor.h>

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "midstance/rules/v1/rule_set.pb.h"
#include "services/rules/vocabulary.h"
#include "services/schedule/clinic_calendar.h"

namespace midstance::rules {

struct Program;

// A rule set that was checked and made ready to evaluate, for one clinic's days. Immutable; a copy
// shares the program, and may be used by several threads.
class CompiledRuleSet {
 public:
  explicit CompiledRuleSet(std::shared_ptr<const Program> program);

  const std::string& id() const;
  const std::string& version() const;
  // SHA-256 of the rule set's deterministic bytes, lower-case hex.
  const std::string& digest() const;
  const v1::RuleSet& source() const;
  // Whose days are counted and named.
  const schedule::ClinicCalendar& calendar() const;
  // All codes, in the order of the rule set.
  std::span<const CodeInfo> codes() const;
  // nullptr when the rule set has no such code.
  const CodeInfo* Find(std::string_view code) const;
  const Program& program() const { return *program_; }

 private:
  std::shared_ptr<const Program> program_;
};

// Checks everything and reports every problem at once: INVALID_ARGUMENT with the reason
// RULE_SET_INVALID and one field violation per problem, whose field is the path in the rule set
// ("rules[3].when.any_of[0].run.of"). Terminates on any input. What is compiled counts days of
// `calendar`, and only of that: what asks the rules need not, and cannot, name another.
absl::StatusOr<CompiledRuleSet> Compile(const v1::RuleSet& rule_set,
                                        const schedule::ClinicCalendar& calendar);

}  // namespace midstance::rules

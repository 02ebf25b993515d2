#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "services/rules/compile.h"
#include "services/rules/timeline.h"

namespace midstance::referrals {

// The newest answer to one code, at one site or about the whole patient.
struct LastAnswer {
  const rules::CodeInfo* code;
  std::string words;      // the value with its name and unit
  std::int64_t observed;  // microseconds
  bool absent;            // asked or looked for, and not there
};

struct LastAnswers {
  std::vector<LastAnswer> told;                   // in the order of the vocabulary
  std::vector<const rules::CodeInfo*> not_asked;  // the same
};

// What is known of the codes that the serious rules (URGENT and above) about this area ask for: a
// doctor wants to hear of them whether they were found, not found or not asked.
LastAnswers AnswersFor(const rules::CompiledRuleSet& rules, const rules::Timeline& timeline,
                       const std::optional<rules::Site>& site);

}  // namespace midstance::referrals

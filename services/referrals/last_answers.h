#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
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
  std::vector<const rules::CodeInfo*> not_asked;  // the same; of the rules of the family
  int not_asked_elsewhere = 0;                    // of the other serious rules
};

// What is known of the codes that the rules of this family and the serious ones (URGENT and above)
// about this area ask for: a doctor wants to hear of them whether they were found or not found. Of
// what was not asked, those of the family are named and the others counted.
LastAnswers AnswersFor(const rules::CompiledRuleSet& rules, const rules::Timeline& timeline,
                       std::string_view family, const std::optional<rules::Site>& site);

}  // namespace midstance::referrals

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
  std::optional<rules::Site> site;  // none of what is about the whole patient
  std::string words;                // the value with its name and unit
  std::int64_t observed;            // microseconds
  bool absent;                      // asked or looked for, and not there
};

// A code that nobody has an answer to, and where: at no site when it is about the whole patient, or
// no site is known.
struct NotAsked {
  const rules::CodeInfo* code;
  std::vector<rules::Site> sites;
};

struct LastAnswers {
  std::vector<LastAnswer> told;     // in the order of the vocabulary, then of sites
  std::vector<NotAsked> not_asked;  // the same; of the rules of the family
  int not_asked_elsewhere = 0;      // codes of the other serious rules
};

// What is known of the codes that the rules of this family and the serious ones (URGENT and above)
// about this area ask for: a doctor wants to hear of them whether they were found or not found. Of
// what was not asked, those of the family are named and the others counted. An answer that leaves
// the matter open, such as "not tested", neither counts nor hides the one before it. Without a site
// that of every site is told that the patient has told of.
LastAnswers AnswersFor(const rules::CompiledRuleSet& rules, const rules::Timeline& timeline,
                       std::string_view family, const std::optional<rules::Site>& site);

}  // namespace midstance::referrals

#pragma once

#include <optional>
#include <vector>

#include "services/rules/conditions.h"

namespace midstance::rules {

// The codes that would settle an undecided condition of which some part is known to hold: empty
// when nothing points its way, so that nobody is asked about everything.
CodeSet CodesThatDecide(const Scope& scope, NodeIndex condition);

// A code that nobody answered where a condition looks for it.
struct OpenQuestion {
  CodeIndex code;
  std::optional<Site> site;  // unset: about the whole patient

  bool operator==(const OpenQuestion&) const = default;
};

// Everything that an undecided condition lacks, each question once, in the order of the condition;
// also where nothing points its way. What a current report answers is not asked again: where a test
// wants two answers together and two reports gave them, nothing is left to ask.
std::vector<OpenQuestion> OpenQuestions(const Scope& scope, NodeIndex condition);

}  // namespace midstance::rules

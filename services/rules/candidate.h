#pragma once

#include <absl/status/statusor.h>

#include <span>
#include <string>
#include <string_view>

#include "services/rules/compile.h"

namespace midstance::rules {

// `active` with changes: what the texts (parts of a rule set in text form, as under sets/) tell
// takes the place of what has the same id, or comes after the last; the rules named in `without`
// are taken out, of their families as well. Compiled for the days of `active`.
//
// RULE_SET_INVALID with every problem, by the field of a request that has the texts as `files` and
// the names as `without_rules`: "files[0]" with line and column of what cannot be read, then
// "files[0].rules[2].when.seen" of what does not fit, "files" where what was not changed no longer
// fits, with the id of it.
absl::StatusOr<CompiledRuleSet> CompileCandidate(const CompiledRuleSet& active,
                                                 std::span<const std::string_view> texts,
                                                 std::span<const std::string_view> without);

}  // namespace midstance::rules

#pragma once

#include "services/rpc/verbs.h"
#include "services/rules/compile.h"
#include "support/tokens.h"

namespace midstance::rulesets {

// What the verbs refer to; outlives the table.
struct Deps {
  const rules::CompiledRuleSet& active;
  const TokenSealer& sealer;
};

void Register(rpc::VerbTable& table, const Deps& deps);

}  // namespace midstance::rulesets

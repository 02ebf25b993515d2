#pragma once

#include "services/cases/engine/engines.h"
#include "services/rpc/verbs.h"
#include "support/tokens.h"

namespace midstance::programs {

// What the verbs refer to; outlives the table.
struct Deps {
  const cases::Engines& engines;
  const TokenSealer& sealer;
};

void Register(rpc::VerbTable& table, const Deps& deps);

}  // namespace midstance::programs

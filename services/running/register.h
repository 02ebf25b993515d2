#pragma once

#include "services/rpc/verbs.h"
#include "services/running/verbs.h"
#include "support/tokens.h"

namespace midstance::running {

// What the verbs refer to; the sealer outlives the table of verbs.
struct Deps {
  const TokenSealer& sealer;
  const Table& table;
};

void Register(rpc::VerbTable& table, const Deps& deps);

}  // namespace midstance::running

#pragma once

#include "services/rpc/verbs.h"
#include "support/tokens.h"

namespace midstance::delivery {

// What the verbs refer to; outlives the table and the store.
struct Deps {
  const TokenSealer& sealer;
};

void Register(rpc::VerbTable& table, const Deps& deps);

}  // namespace midstance::delivery

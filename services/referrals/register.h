#pragma once

#include "services/cases/engine/engines.h"
#include "services/rpc/ids.h"
#include "services/rpc/verbs.h"
#include "support/tokens.h"

namespace midstance::referrals {

// What the verbs refer to; outlives the table and the store.
struct Deps {
  const cases::Engines& engines;
  const TokenSealer& sealer;
  rpc::RandomSource& random;
};

void Register(rpc::VerbTable& table, const Deps& deps);

}  // namespace midstance::referrals

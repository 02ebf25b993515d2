#pragma once

#include "services/cases/engine/engines.h"
#include "services/rpc/verbs.h"
#include "support/tokens.h"

namespace midstance::patients {

// What the verbs refer to; outlives the table and the store.
struct Deps {
  const TokenSealer& sealer;
  const cases::Engines& engines;
};

void Register(rpc::VerbTable& table, const Deps& deps);

}  // namespace midstance::patients

#pragma once

#include "services/considerations/consider_patient.h"
#include "services/rpc/verbs.h"
#include "support/tokens.h"

namespace midstance::considerations {

// What the verbs refer to; outlives the table and the store.
struct Deps {
  const Considerer& considerer;
  const TokenSealer& sealer;
};

void Register(rpc::VerbTable& table, const Deps& deps);

}  // namespace midstance::considerations

#pragma once

#include "services/followups/fulfilled.h"
#include "services/measures/library.h"
#include "services/rpc/verbs.h"
#include "support/tokens.h"

namespace midstance::outcomes {

// What the verbs refer to; outlives the table.
struct Deps {
  const measures::Library& library;
  const TokenSealer& sealer;
  followups::Fulfiller follow_ups;
};

void Register(rpc::VerbTable& table, const Deps& deps);

}  // namespace midstance::outcomes

#pragma once

#include "services/cases/engine/engines.h"
#include "services/considerations/consider_patient.h"
#include "services/followups/fulfilled.h"
#include "services/rpc/verbs.h"
#include "support/tokens.h"

namespace midstance::assessments {

// What the verbs refer to; outlives the table and the store.
struct Deps {
  const cases::Engines& engines;
  const considerations::Considerer& considerer;
  const TokenSealer& sealer;
  followups::Fulfiller follow_ups;
};

void Register(rpc::VerbTable& table, const Deps& deps);

}  // namespace midstance::assessments

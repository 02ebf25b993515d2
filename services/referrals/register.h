#pragma once

#include <vector>

#include "midstance/v1/delivery.pb.h"
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
  const std::vector<v1::Delivery::Channel>& channels;
};

void Register(rpc::VerbTable& table, const Deps& deps);

}  // namespace midstance::referrals

#pragma once

#include "services/measures/library.h"
#include "services/rpc/verbs.h"

namespace midstance::progress {

// What the verbs refer to; outlives the table.
struct Deps {
  const measures::Library& library;
};

void Register(rpc::VerbTable& table, const Deps& deps);

}  // namespace midstance::progress

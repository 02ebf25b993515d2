#pragma once

#include "services/rpc/verbs.h"

namespace midstance::progress {

void Register(rpc::VerbTable& table);

}  // namespace midstance::progress

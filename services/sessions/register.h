#pragma once

#include "services/rpc/audit.h"
#include "services/rpc/authenticator.h"
#include "services/rpc/ids.h"
#include "services/rpc/verbs.h"
#include "services/sessions/passwords.h"
#include "services/sessions/throttle.h"
#include "storage/store.h"

namespace midstance::sessions {

// What the verbs refer to; outlives the table.
struct Deps {
  storage::Store& store;
  const PasswordHasher& hasher;
  SignInThrottle& throttle;
  rpc::RandomSource& random;
  rpc::Authenticator& authenticator;
  rpc::AccessTrail& trail;
};

void Register(rpc::VerbTable& table, const Deps& deps);

}  // namespace midstance::sessions

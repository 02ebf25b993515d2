#pragma once

#include "services/admin/facts.h"
#include "services/rpc/authenticator.h"
#include "services/rpc/verbs.h"
#include "services/sessions/passwords.h"
#include "support/tokens.h"

namespace midstance::admin {

// What the verbs refer to; outlives the table.
struct Deps {
  const TokenSealer& sealer;
  const sessions::PasswordHasher& hasher;
  rpc::Authenticator& authenticator;
  const ServerFacts& facts;
};

void Register(rpc::VerbTable& table, const Deps& deps);

}  // namespace midstance::admin

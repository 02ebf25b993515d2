#include "services/sessions/register.h"

#include "midstance/v1/session_service.pb.h"
#include "services/sessions/verbs.h"

namespace midstance::sessions {

void Register(rpc::VerbTable& table, const Deps& deps) {
  table.ServeWithPassword(
      SignIn{deps.throttle, deps.random, deps.authenticator.limits(), deps.trail},
      WhoSignsIn{deps.store, deps.hasher, deps.throttle});
  table.ServeWithPassword(ConfirmPassword{deps.throttle, deps.authenticator, deps.trail},
                          WhoConfirms{deps.store, deps.hasher, deps.throttle});
  table.Serve(SignOut{deps.authenticator});
  table.Serve(GetSelf);
}

}  // namespace midstance::sessions
